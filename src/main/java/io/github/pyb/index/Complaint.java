package io.github.pyb.index;

/**
 * Why something could not be fetched, in words. Whether it matters is not known here: an installer may do without.
 *
 * @param what what went wrong, the rest of a sentence
 * @param address what was asked for
 * @param advice what the user can try
 */
public record Complaint(String what, String address, String advice) {}
