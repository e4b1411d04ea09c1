package io.stageline.capture;

import io.stageline.capture.assemble.Assembler;
import io.stageline.capture.assemble.AssemblyException;
import io.stageline.capture.emit.Emitter;
import io.stageline.capture.select.Selector;
import io.stageline.capture.tail.Readiness;
import io.stageline.capture.tail.StagingTail;
import io.stageline.capture.tail.TailEnd;
import io.stageline.capture.tail.Ticker;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ChangeLogWriter;
import io.stageline.changelog.topic.Claimant;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.changelog.topic.Tail;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door to capture: staging's log becomes the change log.
///
/// [#run] owns the calling thread until [#stop] or an [CaptureEnd]. It takes everything it needs to know from the tail of
/// the change log and from staging, so it may be ended at any instant and started again anywhere.
public final class CaptureLoop {
    private static final Logger log = LoggerFactory.getLogger(CaptureLoop.class);
    private static final int LANE = 0;

    private final CaptureSettings settings;
    private final ChangeLogTopic changeLog;
    private final Durability.Source durabilities;
    private final Clock clock;
    private final StagingTail tail;
    private final Retries retries;
    private final Progress progress;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final String owner = owner();
    private Epoch epoch = Epoch.NONE;
    private @Nullable Durability durability;

    /// @param durability opened once, as soon as its servers can be reached
    public CaptureLoop(
            CaptureSettings settings,
            ChangeLogTopic changeLog,
            Durability.Source durability,
            Clock clock) {
        this.settings = settings;
        this.changeLog = changeLog;
        this.durabilities = durability;
        this.clock = clock;
        this.tail = StagingTail.of(settings);
        this.retries = new Retries(settings.capture().retryFor());
        this.progress = new Progress(clock, settings.capture().tickInterval().multipliedBy(2));
    }

    /// Captures until it is stopped or cannot go on.
    public CaptureEnd run() {
        CaptureEnd end = reignUntilTheEnd();
        progress.ended(end);
        return end;
    }

    /// Ends [#run] soon; what was read and not acknowledged is read again next time.
    public void stop() {
        stopped.countDown();
        tail.stop();
    }

    public CaptureStatus status() {
        return progress.status();
    }

    private CaptureEnd reignUntilTheEnd() {
        while (stopped.getCount() > 0) {
            Optional<CaptureEnd> end;
            try {
                end = reign();
            } catch (ChangeLogException | SQLException | TailFailure e) {
                end = afterFailure(e);
            }
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new CaptureEnd.Stopped();
    }

    /// One epoch, from the checks to its end; empty when it was stopped.
    private Optional<CaptureEnd> reign() throws SQLException, TailFailure {
        List<String> findings = changeLog.ensure();
        if (!findings.isEmpty()) {
            return Optional.of(new CaptureEnd.Refused(String.join("\n", findings)));
        }
        Durability durable = durability == null ? durabilities.open() : durability;
        durability = durable;
        Tail end = changeLog.tail(LANE);
        ResumePoint at = end.resumePoint().furtherOf(durable.floor());
        Readiness readiness = tail.prepare(at, end.server());
        if (stopped.getCount() == 0) {
            return Optional.empty();
        }
        return switch (readiness) {
            case Readiness.Ready ready -> reignFrom(ready, durable);
            case Readiness.Refused refused ->
                    Optional.of(new CaptureEnd.Refused(refused.message()));
            case Readiness.InUse inUse -> inUse(inUse.message());
        };
    }

    /// At a start somebody else is at work; later it may be our own connection that staging has not given up yet.
    private Optional<CaptureEnd> inUse(String message) throws TailFailure {
        if (epoch.equals(Epoch.NONE)) {
            return Optional.of(new CaptureEnd.Refused(message));
        }
        throw new TailFailure(new IllegalStateException(message));
    }

    private Optional<CaptureEnd> reignFrom(Readiness.Ready ready, Durability durable)
            throws TailFailure {
        SourcePosition start = ready.start();
        var claimant = new Claimant(owner, Optional.of(ready.server()));
        try (ChangeLogWriter writer = changeLog.claim(LANE, claimant, durable.floor(), clock);
                Ticker ticker = tail.tick(clock)) {
            epoch = writer.epoch();
            Optional<SourcePosition> position = writer.resumePoint().position();
            if (position.isEmpty()) {
                writer.mark(start); // from now on a lost slot is noticed
                writer.flush();
            }
            SourcePosition from = position.orElse(start);
            if (start.isAfter(from)) {
                throw new ChangeLogException("The change log moved while it was claimed");
            }
            var emitter = new Emitter(writer, tail.databaseName());
            var reign =
                    new Reign(
                            new Assembler(from),
                            new Selector(settings.tables()),
                            emitter,
                            ticker,
                            durable,
                            () -> {
                                progress.streaming(epoch, emitter, ticker.lag());
                                retries.succeeded();
                            });
            log.atInfo()
                    .addKeyValue("epoch", epoch)
                    .addKeyValue("sequence", writer.resumePoint().sequence())
                    .addKeyValue("position", from)
                    .log("Capture goes on behind the end of the change log");
            return switch (tail.run(from, reign)) {
                case TailEnd.Stopped _ -> {
                    emitter.flush();
                    yield Optional.empty();
                }
                case TailEnd.Refused refused ->
                        Optional.of(new CaptureEnd.Refused(refused.message()));
                case TailEnd.Failed failed -> throw new TailFailure(failed.cause());
            };
        }
    }

    /// Whether to go round again after a failure: empty. Fencing is decided here, and only here: by who made the newest claim.
    private Optional<CaptureEnd> afterFailure(Exception e) {
        Throwable cause = e instanceof TailFailure failure ? failure.reason() : e;
        if (cause instanceof AssemblyException broken) {
            return Optional.of(new CaptureEnd.Failed(words(broken), broken));
        }
        if (ChangeLogException.isRecordTooLarge(cause)) {
            return Optional.of(new CaptureEnd.Refused(words(cause)));
        }
        Optional<CaptureEnd> fenced = fenced();
        if (fenced.isPresent()) {
            return fenced;
        }
        if (!retries.failed(System.nanoTime())) {
            return Optional.of(
                    new CaptureEnd.Failed("Capture failed for too long: " + words(cause), cause));
        }
        log.atWarn().setCause(cause).log("Capture was interrupted; it tries again");
        progress.retrying(words(cause));
        pause();
        return Optional.empty();
    }

    private Optional<CaptureEnd> fenced() {
        if (epoch.equals(Epoch.NONE)) {
            return Optional.empty();
        }
        try {
            Tail now = changeLog.tail(LANE);
            // Ours, too, may be newer than we know: its acknowledgement can be lost.
            return now.epoch().isAfter(epoch) && !now.owner().equals(owner)
                    ? Optional.of(
                            new CaptureEnd.Fenced(
                                    "Another capture (%s) reigns over %s with epoch %s; this one had epoch %s and stops."
                                            .formatted(
                                                    now.owner(),
                                                    changeLog.name(),
                                                    now.epoch(),
                                                    epoch)))
                    : Optional.empty();
        } catch (ChangeLogException _) {
            return Optional.empty(); // unreachable: the next attempt will tell
        }
    }

    private void pause() {
        try {
            var _ = stopped.await(retries.nextPause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /// Names this capture for people, and tells it from every other one.
    private static String owner() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            host = "unknown host";
        }
        String start = UUID.randomUUID().toString().substring(0, 8);
        return "%s, process %d, start %s".formatted(host, ProcessHandle.current().pid(), start);
    }
}
