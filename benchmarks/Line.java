/** One line of output, and when it came. */
record Line(long nanos, String text) {}
