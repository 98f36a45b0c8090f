package io.github.pyb.dist;

import java.io.IOException;
import java.io.InputStream;

/** Sees the files of an archive, one after the other. */
@FunctionalInterface
public interface ContentVisitor {

    /**
     * Looks at one file.
     *
     * @param content not to be read any more once the call has ended
     */
    void visit(ArchivedFile file, InputStream content) throws IOException;
}
