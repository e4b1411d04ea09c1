package io.stageline.capture.emit;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.topic.ResumePoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Remembers where the source transactions ended that staging was not told of yet. Of a long backlog it keeps every
/// n-th: the slot then moves in steps, never too far.
final class Confirmations {
    private static final int KEPT_MAX = 10_000;

    private final Deque<ResumePoint> waiting = new ArrayDeque<>();
    private Optional<SourcePosition> reached = Optional.empty();
    private long step = 1;
    private long skipped;

    /// @param point what was written: an END or a mark, in order
    void add(ResumePoint point) {
        ResumePoint newest = waiting.peekLast();
        if (newest != null && newest.sequence().equals(point.sequence())) {
            waiting.removeLast(); // a mark moves the position of the same sequence
        } else if (++skipped < step) {
            return;
        }
        skipped = 0;
        waiting.addLast(point);
        if (waiting.size() > KEPT_MAX) {
            thin();
        }
    }

    /// The position up to which staging may forget.
    ///
    /// @param acknowledged what the change log has
    /// @param durable the last sequence that cannot be lost; empty when all that is acknowledged cannot
    Optional<SourcePosition> confirmable(ResumePoint acknowledged, Optional<Sequence> durable) {
        if (durable.isEmpty()) {
            waiting.clear();
            reached = acknowledged.position();
            return reached;
        }
        while (!waiting.isEmpty() && safe(waiting.getFirst(), acknowledged, durable.get())) {
            reached = waiting.removeFirst().position();
        }
        if (waiting.isEmpty()) {
            step = 1;
        }
        return reached;
    }

    private static boolean safe(ResumePoint point, ResumePoint acknowledged, Sequence durable) {
        return !point.sequence().isAfter(durable)
                && point.furtherOf(acknowledged).equals(acknowledged);
    }

    private void thin() {
        int index = 0;
        for (var points = waiting.iterator(); points.hasNext(); index++) {
            points.next();
            if (index % 2 == 0 && points.hasNext()) {
                points.remove();
            }
        }
        step *= 2;
    }
}
