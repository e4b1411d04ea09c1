package io.stageline.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// The file at the end of a topic in a broker's data folder, which holds one record batch behind the other.
record Segment(Path file) {
    private static final int LENGTH_AT = 8;
    private static final int BEHIND_LENGTH = 12;

    static Segment last(Path dataFolder, String topic) throws IOException {
        try (Stream<Path> files = Files.list(dataFolder.resolve("log/" + topic + "-0"))) {
            return new Segment(
                    files.filter(file -> file.toString().endsWith(".log"))
                            .max(Comparator.naturalOrder())
                            .orElseThrow());
        }
    }

    long bytes() throws IOException {
        return Files.size(file);
    }

    /// Where the first batch at or behind a place begins.
    long batchAt(long least) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long place = 0;
            while (place < least) {
                ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
                if (channel.read(length, place + LENGTH_AT) < Integer.BYTES) {
                    throw new IllegalStateException("No batch behind " + least + " in " + file);
                }
                place += BEHIND_LENGTH + length.getInt(0);
            }
            return place;
        }
    }

    /// What a power cut leaves when the disk had no more than this.
    void cutAt(long place) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (place >= channel.size()) {
                throw new IllegalStateException("Nothing to cut off at " + place + " of " + file);
            }
            channel.truncate(place);
        }
    }
}
