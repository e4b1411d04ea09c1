package io.stageline.benchmarks.meter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// All processes of a PostgreSQL server: the postmaster, its living children, and those that have ended. Memory is what they hold for
/// themselves, added up, and the shared memory once; the most that was seen while looking.
public final class ClusterMeter implements Meter {
    private final long postmaster;
    private long peakBytes;

    /// @param data the server's data directory
    public ClusterMeter(Path data) throws IOException {
        this.postmaster =
                Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    }

    @Override
    public double cpuSeconds() {
        try {
            // A child that ends in between is counted by neither or by both: the ended are read
            // last, and once more if they changed.
            while (true) {
                double ended = ProcessUse.endedChildren(postmaster);
                double living = ProcessUse.own(postmaster);
                for (long child : children()) {
                    living += ownOrNothing(child);
                }
                if (ProcessUse.endedChildren(postmaster) == ended) {
                    return ended + living;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void look() {
        try {
            long own = 0;
            long shared = 0;
            for (long process : children()) {
                own += ProcessUse.status(process, "RssAnon");
                shared = Math.max(shared, ProcessUse.status(process, "RssShmem"));
            }
            peakBytes = Math.max(peakBytes, own + shared);
        } catch (IOException e) {
            return; // a process has just ended: the next look will tell
        }
    }

    @Override
    public synchronized long peakBytes() {
        return peakBytes;
    }

    private List<Long> children() throws IOException {
        String file = "/proc/%1$d/task/%1$d/children".formatted(postmaster);
        return Stream.of(Files.readString(Path.of(file)).strip().split(" "))
                .filter(pid -> !pid.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    private static double ownOrNothing(long pid) {
        try {
            return ProcessUse.own(pid);
        } catch (IOException e) {
            return 0;
        }
    }
}
