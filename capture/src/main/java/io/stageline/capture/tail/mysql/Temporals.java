package io.stageline.capture.tail.mysql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Dates and times as MySQL prints them, with all the digits the column has: also those that are no day, like 2024-00-00.
final class Temporals {
    private static final long DATETIME_SIGN = 0x80_0000_0000L;
    private static final int TIME_SIGN = 0x80_0000;
    private static final int MICROS_DIGITS = 6;
    private static final int DATE_TYPE = 10;
    private static final int TIME_TYPE = 11;

    private Temporals() {}

    static String date(BinlogBytes row) {
        int packed = (int) row.number(3);
        var text = new StringBuilder(10);
        day(text, packed >> 9, (packed >> 5) & 15, packed & 31);
        return text.toString();
    }

    static String datetime(BinlogBytes row, int digits) {
        long packed = row.bigEndian(5) - DATETIME_SIGN;
        int yearAndMonth = (int) (packed >> 22);
        int time = (int) (packed & 0x1FFFF);
        var text = new StringBuilder(26);
        day(text, yearAndMonth / 13, yearAndMonth % 13, (int) ((packed >> 17) & 31));
        text.append(' ');
        clock(text, time >> 12, (time >> 6) & 63, time & 63);
        fraction(text, micros(row, digits), digits);
        return text.toString();
    }

    /// In UTC. MySQL's zero timestamp is the number 0.
    static String timestamp(BinlogBytes row, int digits) {
        long seconds = row.bigEndian(4);
        int micros = micros(row, digits);
        var text = new StringBuilder(26);
        if (seconds == 0 && micros == 0) {
            day(text, 0, 0, 0);
            clock(text.append(' '), 0, 0, 0);
        } else {
            LocalDateTime at =
                    LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
            day(text, at.getYear(), at.getMonthValue(), at.getDayOfMonth());
            clock(text.append(' '), at.getHour(), at.getMinute(), at.getSecond());
        }
        fraction(text, micros, digits);
        return text.toString();
    }

    /// Between -838:59:59 and 838:59:59. The fraction of a negative time counts up from the number in front of it.
    static String time(BinlogBytes row, int digits) {
        int whole = (int) row.bigEndian(3) - TIME_SIGN;
        int micros = micros(row, digits);
        boolean negative = whole < 0;
        if (negative) {
            int size = (digits + 1) / 2;
            int unit = size == 0 ? 0 : MICROS_OF_SIZE[size];
            int stored = unit == 0 ? 0 : micros / unit;
            if (stored > 0) {
                whole++;
                micros = ((1 << (8 * size)) - stored) * unit;
            }
            whole = -whole;
        }
        var text = new StringBuilder(17);
        if (negative) {
            text.append('-');
        }
        clock(text, (whole >> 12) & 1023, (whole >> 6) & 63, whole & 63);
        fraction(text, micros, digits);
        return text.toString();
    }

    /// A date or time inside a JSON document, as MySQL prints it there: always with microseconds.
    ///
    /// @param type its column type: 10 a date, 11 a time, else both
    static String packed(int type, long value) {
        long positive = Math.abs(value);
        int micros = (int) (positive & 0xFF_FFFF);
        long whole = positive >> 24;
        int time = (int) (whole & 0x1FFFF);
        int yearAndMonth = (int) (whole >> 22);
        var text = new StringBuilder(26);
        if (type == TIME_TYPE) {
            text.append(value < 0 ? "-" : "");
            time = (int) whole;
        } else {
            day(text, yearAndMonth / 13, yearAndMonth % 13, (int) ((whole >> 17) & 31));
            if (type == DATE_TYPE) {
                return text.toString();
            }
            text.append(' ');
        }
        clock(text, (time >> 12) & 1023, (time >> 6) & 63, time & 63);
        fraction(text, micros, MICROS_DIGITS);
        return text.toString();
    }

    /// What one unit of a fraction of one, two or three bytes is worth.
    private static final int[] MICROS_OF_SIZE = {0, 10_000, 100, 1};

    private static int micros(BinlogBytes row, int digits) {
        int size = (digits + 1) / 2;
        return (int) row.bigEndian(size) * MICROS_OF_SIZE[size];
    }

    private static void fraction(StringBuilder text, int micros, int digits) {
        if (digits > 0) {
            String all = Integer.toString(1_000_000 + micros);
            text.append('.').append(all, 1, all.length() - MICROS_DIGITS + digits);
        }
    }

    private static void day(StringBuilder text, int year, int month, int day) {
        padded(text, year, 4).append('-');
        padded(text, month, 2).append('-');
        padded(text, day, 2);
    }

    private static void clock(StringBuilder text, int hours, int minutes, int seconds) {
        padded(text, hours, 2).append(':');
        padded(text, minutes, 2).append(':');
        padded(text, seconds, 2);
    }

    private static StringBuilder padded(StringBuilder text, int number, int digits) {
        String some = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, digits - some.length()))).append(some);
    }
}
