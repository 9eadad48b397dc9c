package dev.movex.core;

import java.util.Collection;
import java.util.Comparator;

/** Finds the word that was probably meant. */
public final class Closest {
    private static final int FAR = 3;

    private Closest() {}

    /** Returns a hint with a leading blank, or nothing if no word is close. */
    public static String hint(String written, Collection<String> known) {
        return known.stream()
                .filter(word -> distance(written, word) <= Math.min(FAR, word.length() / 2))
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .map(word -> " Did you mean '" + word + "'?")
                .orElse("");
    }

    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
