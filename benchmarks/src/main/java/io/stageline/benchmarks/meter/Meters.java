package io.stageline.benchmarks.meter;

import io.stageline.benchmarks.Use;
import java.util.LinkedHashMap;
import java.util.Map;

/// Several meters, read together: what was used between two moments. Owned by one thread.
public final class Meters {
    private final Map<String, Meter> meters;
    private final Map<String, Double> before = new LinkedHashMap<>();

    public Meters(Map<String, Meter> meters) {
        this.meters = new LinkedHashMap<>(meters);
    }

    /// From now on.
    public void begin() {
        meters.forEach((name, meter) -> before.put(name, meter.cpuSeconds()));
        look();
    }

    public void look() {
        meters.values().forEach(Meter::look);
    }

    /// Since [#begin()].
    public Map<String, Use> uses() {
        look();
        var uses = new LinkedHashMap<String, Use>();
        meters.forEach((name, meter) ->
                uses.put(
                        name,
                        new Use(
                                meter.cpuSeconds() - before.getOrDefault(name, 0.0),
                                meter.peakBytes())));
        return uses;
    }
}
