package io.stageline.capture.tail.mysql;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// What stands in front of every transaction in the binlog.
///
/// @param gtid empty where GTIDs are off
record TransactionStart(Optional<String> gtid, Instant committedAt) {
    private static final long ORIGINAL_FOLLOWS = 1L << 55;

    static TransactionStart read(BinlogFrame frame) {
        return frame.type() == EventTypes.TAGGED_GTID ? tagged(frame.bytes()) : plain(frame);
    }

    private static TransactionStart plain(BinlogFrame frame) {
        BinlogBytes body = frame.bytes();
        body.skip(1);
        var source = new UUID(body.bigEndian(8), body.bigEndian(8));
        long number = body.int64();
        body.skip(1 + 8 + 8); // what replicas may apply side by side
        Instant committedAt = instant(body.number(7) & ~ORIGINAL_FOLLOWS);
        return frame.type() == EventTypes.GTID
                ? new TransactionStart(Optional.of(source + ":" + number), committedAt)
                : new TransactionStart(Optional.empty(), committedAt);
    }

    /// Numbered fields, in the order of their numbers, each a number of variable length or made of such.
    private static TransactionStart tagged(BinlogBytes body) {
        for (int i = 0; i < 3; i++) {
            unsigned(body); // version, size, the last field that must be known
        }
        expect(body, 0);
        unsigned(body);
        expect(body, 1);
        byte[] uuid = new byte[16];
        for (int i = 0; i < uuid.length; i++) {
            uuid[i] = (byte) unsigned(body);
        }
        var halves = new BinlogBytes(uuid);
        var source = new UUID(halves.bigEndian(8), halves.bigEndian(8));
        expect(body, 2);
        long number = signed(body);
        expect(body, 3);
        String tag = new String(body.take((int) unsigned(body)), StandardCharsets.US_ASCII);
        expect(body, 4);
        signed(body);
        expect(body, 5);
        signed(body);
        expect(body, 6);
        String gtid = source + ":" + (tag.isEmpty() ? "" : tag + ":") + number;
        return new TransactionStart(Optional.of(gtid), instant(unsigned(body)));
    }

    private static void expect(BinlogBytes body, int field) {
        if (unsigned(body) != field) {
            throw new IllegalStateException("A tagged GTID of an unknown form");
        }
    }

    /// As many low bits of the first byte are set as bytes follow it.
    private static long unsigned(BinlogBytes body) {
        int first = body.uint8();
        int following = Integer.numberOfTrailingZeros(~first);
        if (following >= 8) {
            return body.int64();
        }
        return ((long) first >>> (following + 1)) | (body.number(following) << (7 - following));
    }

    private static long signed(BinlogBytes body) {
        long value = unsigned(body);
        return (value >>> 1) ^ -(value & 1);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
