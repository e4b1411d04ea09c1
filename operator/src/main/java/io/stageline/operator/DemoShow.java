package io.stageline.operator;

import io.stageline.changelog.Sequence;
import io.stageline.conflict.Conflict;
import io.stageline.database.Database;
import io.stageline.database.Dialect;
import io.stageline.operator.demo.Editor;
import io.stageline.operator.demo.Intruder;
import io.stageline.operator.holds.ConflictText;
import io.stageline.operator.pipeline.End;
import io.stageline.operator.pipeline.Pipeline;
import io.stageline.operator.pipeline.Progress;
import io.stageline.operator.pipeline.Pulse;
import io.stageline.publisher.PublishStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// The live demo: an editor who edits, a status line, and one conflict on purpose that is cured in front of your eyes. Owned by
/// one thread.
final class DemoShow implements AutoCloseable {
    private static final Duration EDIT_EVERY = Duration.ofMillis(120);
    private static final Duration TROUBLE_AFTER = Duration.ofSeconds(15);
    private static final Duration CURE_AFTER = Duration.ofSeconds(8);

    /// Where the play is.
    private enum Act {
        PEACE,
        TROUBLE_MADE,
        CONFLICT_TOLD,
        CURED,
        AFTERWARDS
    }

    private final Shell shell;
    private final Pipeline pipeline;
    private final Progress progress;
    private final Editor editor;
    private final Intruder intruder;
    private final long startedNanos = System.nanoTime();
    private Act act = Act.PEACE;
    private long actNanos = System.nanoTime();
    private Sequence troubled = Sequence.NONE;
    private boolean firstRowSeen;

    DemoShow(Shell shell, long seed, StagelineConfig config, Pipeline pipeline)
            throws SQLException {
        this.shell = shell;
        this.pipeline = pipeline;
        this.progress = new Progress(shell.err(), shell.live());
        this.editor = Editor.open(new Database("stageline demo editor", config.staging()), seed);
        this.intruder =
                new Intruder(
                        new Database("somebody", config.production()),
                        Dialect.of(config.production().url()),
                        editor.unusedSku());
    }

    ExitCode untilStopped() throws InterruptedException, SQLException {
        tell("An editor works in staging; every commit is published. Ctrl-C stops.");
        while (true) {
            Optional<End> end = pipeline.endWithin(EDIT_EVERY);
            Pulse pulse = pipeline.pulse();
            if (end.isPresent()) {
                return conclude(end.get(), pulse);
            }
            if (OnceWatch.streams(pulse) && !shell.stop().isRequested()) {
                editor.next();
                pulse.publisher().ifPresent(this::tellFirstRow);
                play(pulse);
            }
            progress.show(pulse);
        }
    }

    private void tellFirstRow(PublishStatus publisher) {
        if (!firstRowSeen && publisher.rows() > 0) {
            firstRowSeen = true;
            tell(
                    "First rows in production %.1f s after the start."
                            .formatted(DemoRun.sinceStart().toMillis() / 1000.0));
        }
    }

    private void play(Pulse pulse) throws SQLException {
        switch (act) {
            case PEACE -> {
                if (in(TROUBLE_AFTER)) {
                    makeTrouble();
                }
            }
            case TROUBLE_MADE ->
                    pulse.publisher()
                            .flatMap(PublishStatus::conflict)
                            .ifPresent(this::tellConflict);
            case CONFLICT_TOLD -> {
                if (in(CURE_AFTER)) {
                    cure();
                }
            }
            case CURED -> {
                if (pulse.publisher().filter(it -> !troubled.isAfter(it.sequence())).isPresent()) {
                    tell(
                            "Published again, from where it stood. Nothing was lost, nothing overwritten.");
                    next(Act.AFTERWARDS);
                }
            }
            case AFTERWARDS -> {}
        }
    }

    private void makeTrouble() throws SQLException {
        tell("\nSomebody writes to production directly:");
        tell("  " + intruder.trouble());
        intruder.writes();
        tell(
                "... and the editor in staging gives the same stock-keeping unit to another product.\n");
        editor.newProduct(intruder.sku());
        next(Act.TROUBLE_MADE);
    }

    private void tellConflict(Conflict conflict) {
        troubled = conflict.transaction().sequence();
        tell(ConflictText.of(conflict));
        tell(
                "The lane is halted: production stays as it is, the editor goes on, the change log waits.");
        tell("Cured in " + CURE_AFTER.toSeconds() + " s by removing what is in the way:");
        tell("  " + intruder.cure() + "\n");
        next(Act.CONFLICT_TOLD);
    }

    private void cure() throws SQLException {
        intruder.goes();
        tell("Removed. The publisher looks again by itself.");
        next(Act.CURED);
    }

    private ExitCode conclude(End end, Pulse pulse) {
        progress.clear();
        ExitCode code = PipelineRun.exitCode(end);
        pulse.publisher()
                .ifPresent(publisher ->
                        shell.out()
                                .println(
                                        "demo: %,d transactions with %,d rows published in %d s"
                                                .formatted(
                                                        publisher.transactions(),
                                                        publisher.rows(),
                                                        Duration.ofNanos(
                                                                        System.nanoTime()
                                                                                - startedNanos)
                                                                .toSeconds())));
        return code;
    }

    private boolean in(Duration duration) {
        return System.nanoTime() - actNanos > duration.toNanos();
    }

    private void next(Act following) {
        act = following;
        actNanos = System.nanoTime();
    }

    private void tell(String text) {
        progress.clear();
        shell.err().println(text);
        shell.err().flush();
    }

    @Override
    public void close() throws SQLException {
        editor.close();
        if (act == Act.TROUBLE_MADE || act == Act.CONFLICT_TOLD) {
            intruder.goes();
        }
    }
}
