package io.github.pyb.store;

/**
 * How files are kept whose content names the place of their tree: in the store without the place, at a place with that.
 * One instance serves one tree; files are handed to it in the order of their paths.
 */
public interface Placing {

    /** The place as files name it. What names it and cannot be {@link #portable made portable} cannot be stored. */
    String place();

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
