package io.stageline.capture.tail.mysql;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// Reads the body of an event from front to back. MySQL writes numbers with the low byte first, unless a type says otherwise.
final class BinlogBytes {
    private final ByteBuffer bytes;

    BinlogBytes(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    BinlogBytes(byte[] bytes, int from, int length) {
        this.bytes = ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int remaining() {
        return bytes.remaining();
    }

    int uint8() {
        return bytes.get() & 0xFF;
    }

    int uint16() {
        return bytes.getShort() & 0xFFFF;
    }

    int int32() {
        return bytes.getInt();
    }

    long uint32() {
        return bytes.getInt() & 0xFFFF_FFFFL;
    }

    long int64() {
        return bytes.getLong();
    }

    /// A number of up to eight bytes, low byte first.
    long number(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (bytes.get() & 0xFFL) << (8 * i);
        }
        return value;
    }

    /// A number of up to eight bytes, high byte first.
    long bigEndian(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (bytes.get() & 0xFFL);
        }
        return value;
    }

    /// A number of MySQL's length-encoded form.
    long packed() {
        int first = uint8();
        return switch (first) {
            case 0xFC -> number(2);
            case 0xFD -> number(3);
            case 0xFE -> number(8);
            default -> first;
        };
    }

    int packedInt() {
        return Math.toIntExact(packed());
    }

    byte[] take(int length) {
        byte[] some = new byte[length];
        bytes.get(some);
        return some;
    }

    BinlogBytes part(int length) {
        byte[] all = bytes.array();
        var part = new BinlogBytes(all, bytes.arrayOffset() + bytes.position(), length);
        skip(length);
        return part;
    }

    String utf8(int length) {
        return new String(take(length), StandardCharsets.UTF_8);
    }

    /// Bits, the first in the lowest bit of the first byte. What fills the last byte up may be set too, and means nothing.
    BitSet bits(int count) {
        BitSet bits = BitSet.valueOf(take((count + 7) / 8));
        bits.clear(count, Math.max(count, bits.length()));
        return bits;
    }

    void skip(int length) {
        bytes.position(bytes.position() + length);
    }
}
