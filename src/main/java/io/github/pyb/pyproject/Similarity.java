package io.github.pyb.pyproject;

/** How alike two words are, by Ratcliff and Obershelp: twice the matching characters over all characters. */
final class Similarity {

    private static final double TYPO = 0.8;

    private Similarity() {}

    /** Whether one word is likely to be a misspelling of the other. */
    static boolean isTypo(String word, String of) {
        return !word.equals(of) && 2.0 * matching(word, of) / (word.length() + of.length()) >= TYPO;
    }

    /** The length of the longest common part, and of the longest common parts left and right of it, and so on. */
    private static int matching(String a, String b) {
        int length = 0;
        int startA = 0;
        int startB = 0;
        for (int i = 0; i < a.length(); i++) {
            for (int j = 0; j < b.length(); j++) {
                int k = 0;
                while (i + k < a.length() && j + k < b.length() && a.charAt(i + k) == b.charAt(j + k)) {
                    k++;
                }
                if (k > length) {
                    length = k;
                    startA = i;
                    startB = j;
                }
            }
        }
        if (length == 0) {
            return 0;
        }
        return length
                + matching(a.substring(0, startA), b.substring(0, startB))
                + matching(a.substring(startA + length), b.substring(startB + length));
    }
}
