package io.github.pyb.store;

import java.util.Optional;

/**
 * How files are kept whose content names the place of their tree: in the store without the place, at a place with that.
 * One instance serves one tree; files are handed to it in the order of their paths.
 */
public interface Placing {

    /** For a tree that will never stand anywhere else: whatever its files name, they are stored as they are. */
    static Placing bound() {
        return new Placing() {
            @Override
            public Optional<String> place() {
                return Optional.empty();
            }

            @Override
            public boolean mayBePlaced(String path) {
                return false;
            }

            @Override
            public byte[] portable(String path, byte[] content) {
                return content;
            }

            @Override
            public byte[] placed(String path, byte[] stored) {
                return stored;
            }
        };
    }

    /**
     * The place as files name it: what names it and cannot be {@link #portable made portable} cannot be stored. Nothing if
     * the tree will never stand anywhere else.
     */
    Optional<String> place();

    /** Whether a file is of a kind that may name its place. */
    boolean mayBePlaced(String path);

    /**
     * What is stored of a file; the content itself if that does not depend on the place.
     *
     * @throws Unstorable if it names the place in a way that is not understood
     */
    byte[] portable(String path, byte[] content) throws Unstorable;

    /** What a file is at this place, of what was stored of it. */
    byte[] placed(String path, byte[] stored);
}
