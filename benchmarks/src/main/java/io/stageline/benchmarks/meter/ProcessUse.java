package io.stageline.benchmarks.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `/proc` says of one process.
final class ProcessUse {
    /// Clock ticks a second, as the kernel tells user space on every architecture Linux runs Java on.
    private static final double TICKS = 100.0;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcessUse() {}

    /// CPU seconds of the process itself.
    static double own(long pid) throws IOException {
        List<String> fields = fields(pid);
        return ticks(fields, USER, SYSTEM);
    }

    /// CPU seconds of those of its children that have ended and were waited for.
    static double endedChildren(long pid) throws IOException {
        return ticks(fields(pid), CHILDREN_USER, CHILDREN_SYSTEM);
    }

    /// A line of its status in bytes, such as `VmHWM`; 0 if it is not there.
    static long status(long pid, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    private static double ticks(List<String> fields, int one, int other) {
        return (Long.parseLong(fields.get(one)) + Long.parseLong(fields.get(other))) / TICKS;
    }

    /// The fields behind the name, which may hold spaces and parentheses.
    private static List<String> fields(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    }
}
