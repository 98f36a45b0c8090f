package io.github.pyb.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which behaviours of a build frontend a test shows: it would fail if the behaviour were not there. The numbers are
 * those of the list of what frontends of PEP 517 do, in {@code src/test/resources/io/github/pyb/behaviours.txt}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Behaviour {

    /** Numbers of the list. */
    int[] value();
}
