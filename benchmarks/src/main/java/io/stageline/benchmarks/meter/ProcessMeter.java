package io.stageline.benchmarks.meter;

import java.io.IOException;
import java.io.UncheckedIOException;

/// One process, which must be alive when it is read: its CPU time and the largest resident set it ever had.
public record ProcessMeter(long pid) implements Meter {
    @Override
    public double cpuSeconds() {
        try {
            return ProcessUse.own(pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long peakBytes() {
        try {
            return ProcessUse.status(pid, "VmHWM");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
