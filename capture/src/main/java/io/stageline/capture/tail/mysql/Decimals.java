package io.stageline.capture.tail.mysql;

/// DECIMAL: nine digits in four bytes, fewer in fewer, high byte first; of a negative number all bits are inverted.
final class Decimals {
    private static final int GROUP = 9;
    private static final int GROUP_BYTES = 4;
    private static final int[] BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

    private Decimals() {}

    /// @return with as many fractional digits as the column has
    static String read(BinlogBytes row, int precision, int scale) {
        int whole = precision - scale;
        byte[] bytes = row.take(length(whole) + length(scale));
        boolean negative = (bytes[0] & 0x80) == 0;
        bytes[0] ^= (byte) 0x80;
        if (negative) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
        var number = new BinlogBytes(bytes);
        var text = new StringBuilder(precision + 2);
        append(text, number, whole % GROUP);
        appendGroups(text, number, whole / GROUP);
        int zeros = 0;
        while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
            zeros++;
        }
        text.delete(0, zeros);
        if (text.isEmpty()) {
            text.append('0');
        }
        if (scale > 0) {
            text.append('.');
            appendGroups(text, number, scale / GROUP);
            append(text, number, scale % GROUP);
        }
        return negative ? text.insert(0, '-').toString() : text.toString();
    }

    private static int length(int digits) {
        return digits / GROUP * GROUP_BYTES + BYTES[digits % GROUP];
    }

    private static void appendGroups(StringBuilder text, BinlogBytes number, int groups) {
        for (int i = 0; i < groups; i++) {
            append(text, number, GROUP);
        }
    }

    private static void append(StringBuilder text, BinlogBytes number, int digits) {
        if (digits > 0) {
            String some = Long.toString(number.bigEndian(BYTES[digits]));
            text.append("0".repeat(digits - some.length())).append(some);
        }
    }
}
