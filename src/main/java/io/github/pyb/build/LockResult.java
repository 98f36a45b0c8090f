package io.github.pyb.build;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of locking.
 *
 * @param file the lock file
 * @param written whether it is another one than before
 * @param changes what is different from the file that was there before, in lines; none if nothing is
 */
public record LockResult(Path file, boolean written, List<String> changes) {

    public LockResult {
        changes = List.copyOf(changes);
    }
}
