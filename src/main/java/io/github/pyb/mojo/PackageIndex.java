package io.github.pyb.mojo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of the parameter {@code indexes}, as Maven fills it. */
public final class PackageIndex {

    /** What the index is called in settings.xml. */
    @Nullable
    String id;

    /** The address of its simple API. */
    @Nullable
    String url;

    /** Which names come from there; {@code *} stands for any characters. Without patterns: all that no other index has. */
    @Nullable
    List<String> patterns;
}
