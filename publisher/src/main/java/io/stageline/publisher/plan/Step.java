package io.stageline.publisher.plan;

import io.stageline.publisher.Write;
import java.util.List;

/// A write of the original order, with the events it stands for.
///
/// @param events indexes into the events that were planned, in the order of the write's rows or tables
public record Step(Write write, List<Integer> events) {
    public Step {
        events = List.copyOf(events);
    }
}
