package io.stageline.operator.holds;

import java.util.ArrayList;
import java.util.List;

/// Rows of cells, aligned for people: each cell one line, cut where it is too long.
final class TextTable {
    private static final int WIDEST = 48;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final String indent;

    TextTable(String indent, String... header) {
        this.indent = indent;
        row(header);
    }

    TextTable row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(line(cell));
        }
        rows.add(row);
        return this;
    }

    String text() {
        var text = new StringBuilder();
        rows.forEach(row -> text.append(aligned(row)));
        return text.toString();
    }

    /// Each row by itself, for texts that put something between them.
    List<String> lines() {
        return rows.stream().map(this::aligned).toList();
    }

    private String aligned(List<String> row) {
        var line = new StringBuilder(indent);
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(width(i) - length(cell))).append(GAP);
        }
        return line.toString().stripTrailing() + "\n";
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    /// On one line and no wider than a table bears.
    static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return length(line) <= WIDEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
