package io.stageline.operator.status;

import io.stageline.capture.CaptureSettings;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.database.Database;
import io.stageline.database.Dialect;
import io.stageline.operator.StagelineConfig;
import io.stageline.publisher.Checkpoint;
import io.stageline.publisher.state.HeldSummary;
import io.stageline.publisher.state.LaneSnapshot;
import io.stageline.publisher.state.LaneSnapshot.Activity;
import io.stageline.publisher.state.ProductionState;
import io.stageline.publisher.state.Surroundings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Asks staging, the change log and production, each for itself, and puts together what they say.
public final class StatusReader {
    private static final int LANE = 0;
    private static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    private final StagelineConfig config;
    private final Clock clock;

    public StatusReader(StagelineConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    public StatusReport read() {
        LogView changeLog = LogView.read(config.changeLog(), config.pipeline());
        Optional<LaneSnapshot> lane = Optional.empty();
        String trouble = "";
        Surroundings surroundings = Surroundings.UNKNOWN;
        var production = new Database("stageline status", config.production());
        try (Connection connection = production.open()) {
            lane = ProductionState.read(connection, config.pipeline(), LANE);
            surroundings = Surroundings.read(connection, config.pipeline(), LANE);
        } catch (SQLException e) {
            trouble =
                    "production at "
                            + production.describe()
                            + " does not answer: "
                            + e.getMessage();
        }
        var database = new Database("stageline status", config.staging());
        Optional<StagingLog> staging = Optional.empty();
        Stage capture;
        try {
            staging = Optional.of(reader().read(database));
            capture = capture(changeLog, lane, staging.get());
        } catch (SQLException e) {
            capture =
                    unreachable(
                            "staging at "
                                    + database.describe()
                                    + " does not answer: "
                                    + e.getMessage());
        }
        Stage publish =
                trouble.isEmpty()
                        ? publish(lane, surroundings, changeLog, staging)
                        : unreachable(trouble);
        return new StatusReport(
                config.pipeline(),
                changeLog.sentence(),
                capture,
                publish,
                lane.map(LaneSnapshot::conflicts).orElse(List.of()),
                lane.map(LaneSnapshot::held).flatMap(this::held));
    }

    private Optional<Held> held(HeldSummary summary) {
        return summary.oldest()
                .map(oldest ->
                        new Held(
                                summary.count(),
                                summary.conflicts(),
                                since(oldest),
                                summary.sentence()));
    }

    private StagingLog.Reader reader() {
        var settings =
                new CaptureSettings(
                        config.pipeline(), config.staging(), config.tables(), config.capture());
        return Dialect.of(config.staging().url())
                .choose(
                        staging -> PostgresLog.read(staging, settings.names().slot()),
                        MySqlLog::read);
    }

    private Stage capture(LogView changeLog, Optional<LaneSnapshot> lane, StagingLog staging) {
        if (!changeLog.reachable() && !config.changeLog().embedded()) {
            return unreachable(changeLog.sentence());
        }
        Optional<SourcePosition> captured = changeLog.tail().flatMap(ResumePoint::position);
        Optional<SourcePosition> position = captured.or(staging::confirmed);
        Optional<Sequence> sequence = changeLog.tail().map(ResumePoint::sequence);
        Optional<Duration> lag =
                changeLog.heardAt().map(this::since).map(silence -> lag(silence, staging.isRead()));
        Judgement judgement = staging.judge(captured, lane.isPresent());
        return new Stage(
                judgement.state(),
                judgement.reason(),
                judgement.healthy(),
                sequence,
                position,
                lag,
                OptionalLong.empty(),
                position.map(at -> staging.bytes(at, staging.end())).orElse(OptionalLong.empty()));
    }

    /// A capture that reads is heard of with every source transaction, else with every second tick at the latest: only a longer
    /// silence is a lag.
    private Duration lag(Duration silence, boolean reading) {
        Duration expected =
                reading ? config.capture().tickInterval().multipliedBy(2) : Duration.ZERO;
        return silence.compareTo(expected) > 0 ? silence.minus(expected) : Duration.ZERO;
    }

    private Stage publish(
            Optional<LaneSnapshot> lane,
            Surroundings surroundings,
            LogView changeLog,
            Optional<StagingLog> staging) {
        Optional<Checkpoint> checkpoint = lane.map(LaneSnapshot::checkpoint);
        Optional<Sequence> sequence = checkpoint.map(Checkpoint::sequence);
        Optional<Sequence> captured = changeLog.tail().map(ResumePoint::sequence);
        OptionalLong waiting =
                captured.isPresent()
                        ? OptionalLong.of(
                                Math.max(
                                        0,
                                        captured.get().value()
                                                - sequence.orElse(Sequence.NONE).value()))
                        : OptionalLong.empty();
        Judgement judgement = judge(lane.flatMap(LaneSnapshot::activity), surroundings, waiting);
        return new Stage(
                judgement.state(),
                judgement.reason(),
                judgement.healthy(),
                sequence,
                checkpoint.flatMap(Checkpoint::position),
                lag(checkpoint, waiting),
                waiting,
                lagBytes(checkpoint.flatMap(Checkpoint::position), changeLog, waiting, staging));
    }

    private Optional<Duration> lag(Optional<Checkpoint> checkpoint, OptionalLong waiting) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        return waiting.getAsLong() == 0
                ? Optional.of(Duration.ZERO)
                : checkpoint.flatMap(Checkpoint::sourceCommittedAt).map(this::since);
    }

    private static OptionalLong lagBytes(
            Optional<SourcePosition> published,
            LogView changeLog,
            OptionalLong waiting,
            Optional<StagingLog> staging) {
        if (waiting.isPresent() && waiting.getAsLong() == 0) {
            return OptionalLong.of(0);
        }
        Optional<SourcePosition> captured = changeLog.tail().flatMap(ResumePoint::position);
        return published.isPresent() && captured.isPresent() && staging.isPresent()
                ? staging.get().bytes(published.get(), captured.get())
                : OptionalLong.empty();
    }

    private Judgement judge(
            Optional<Activity> lane, Surroundings surroundings, OptionalLong waiting) {
        if (surroundings.readOnly()) { // nobody can say anything there
            return new Judgement(
                    State.RETRYING,
                    "production is read only (a standby, or set so): a publisher waits until it is not",
                    false);
        }
        if (lane.isEmpty()) {
            return new Judgement(
                    State.NEVER_STARTED, "nothing was ever published to production", true);
        }
        Activity said = lane.get();
        Duration silence = since(said.heartbeatAt());
        String word = said.state().toLowerCase(Locale.ROOT);
        if (word.equals("stopped")) {
            return new Judgement(State.STOPPED, said.reason(), true);
        }
        if (word.equals("failed")) {
            return new Judgement(State.STOPPED, said.reason(), false);
        }
        if (surroundings.waitsFor().isPresent()) {
            return new Judgement(
                    State.RETRYING,
                    "it waits for a lock that " + surroundings.waitsFor().get() + " holds",
                    false);
        }
        // in the middle of a production transaction nothing can be said
        if (silence.compareTo(SILENT_AFTER) > 0 && !surroundings.session()) {
            return new Judgement(
                    State.STOPPED,
                    "nothing was heard of it for " + silence.toSeconds() + " s: it does not run",
                    false);
        }
        return switch (word) {
            case "halted" -> new Judgement(State.HALTED, said.reason(), false);
            case "retrying" -> new Judgement(State.RETRYING, said.reason(), false);
            case "idle" ->
                    waiting.orElse(0) == 0
                            ? new Judgement(State.IDLE, said.reason(), true)
                            : new Judgement(State.RUNNING, said.reason(), true);
            default -> new Judgement(State.RUNNING, said.reason(), true);
        };
    }

    private static Stage unreachable(String reason) {
        return new Stage(
                State.UNREACHABLE,
                reason,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private Duration since(Instant instant) {
        Duration elapsed = Duration.between(instant, clock.instant());
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }
}
