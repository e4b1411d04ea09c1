package io.stageline.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that a mistyped one was meant to be.
final class Lookalike {
    private Lookalike() {}

    static Optional<String> of(String word, Collection<String> known) {
        String typed = letters(word);
        int tolerated = Math.max(1, typed.length() / 3);
        return known.stream()
                .filter(candidate -> distance(typed, letters(candidate)) <= tolerated)
                .min(Comparator.comparingInt(candidate -> distance(typed, letters(candidate))));
    }

    /// `batchRows`, `batch_rows` and `batch-rows` are the same word to a reader.
    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
    }

    /// Edits between two words: insert, remove, replace one letter, or swap two neighbours.
    static int distance(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(left, right, i, j, edits);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int cheapest(String left, String right, int i, int j, int[][] edits) {
        int replaced = edits[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
