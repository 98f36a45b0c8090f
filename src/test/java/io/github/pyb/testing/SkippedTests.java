package io.github.pyb.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Says of every test that is skipped because of something that is missing here what that is; JUnit finds this class itself. */
public final class SkippedTests implements TestWatcher {

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        System.err.println(context.getRequiredTestClass().getSimpleName() + ", " + context.getDisplayName() + ": "
                + cause.getMessage());
    }
}
