package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureLoop;
import io.stageline.capture.CaptureSettings;
import io.stageline.capture.Durability;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.database.Database;
import io.stageline.operator.StagelineConfig;
import io.stageline.publisher.PublishLoop;
import io.stageline.publisher.PublisherSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The halves of a pipeline in this process. The thread that opened it closes it; [#stop] and [#pulse] are for any thread.
public final class Pipeline implements AutoCloseable {
    /// The one lane there is.
    static final int LANE = 0;

    private static final Duration STOP_MAX = Duration.ofSeconds(60);

    private final Halves halves;
    private final LagWatch lag;
    private final @Nullable CaptureLoop capture;
    private final @Nullable PublishLoop publisher;
    private final List<AutoCloseable> owned;

    private Pipeline(
            @Nullable CaptureLoop capture,
            @Nullable PublishLoop publisher,
            List<AutoCloseable> owned,
            Clock clock) {
        this.lag = new LagWatch(clock);
        this.capture = capture;
        this.publisher = publisher;
        this.owned = owned;
        List<Half> started = new ArrayList<>();
        if (capture != null) {
            started.add(new Half.Capture(capture));
        }
        if (publisher != null) {
            started.add(new Half.Publisher(publisher));
        }
        this.halves = new Halves(started);
    }

    /// Starts the halves, each on its own thread. What they need of servers that cannot be reached yet they wait for.
    ///
    /// @param config with the address of a Kafka
    public static Pipeline start(StagelineConfig config, Parts parts, Clock clock) {
        var topic = new ChangeLogTopic(config.changeLog(), config.pipeline());
        List<AutoCloseable> owned = new CopyOnWriteArrayList<>();
        CaptureLoop capture =
                parts.capture()
                        ? new CaptureLoop(
                                new CaptureSettings(
                                        config.pipeline(),
                                        config.staging(),
                                        config.tables(),
                                        config.capture()),
                                topic,
                                () -> durability(config, topic, owned),
                                clock)
                        : null;
        PublishLoop publisher =
                parts.publisher()
                        ? new PublishLoop(
                                new PublisherSettings(
                                        config.pipeline(),
                                        LANE,
                                        config.production(),
                                        config.publisher(),
                                        owner()),
                                topic,
                                clock)
                        : null;
        var pipeline = new Pipeline(capture, publisher, owned, clock);
        pipeline.halves.start();
        return pipeline;
    }

    private static Durability durability(
            StagelineConfig config, ChangeLogTopic topic, List<AutoCloseable> owned)
            throws SQLException {
        if (topic.replicated()) {
            return Durability.ofTheChangeLog();
        }
        var durability =
                CheckpointDurability.open(
                        new Database("stageline capture", config.production()),
                        config.pipeline(),
                        LANE);
        owned.add(durability);
        return durability;
    }

    /// Who works here, in words for people.
    private static String owner() {
        String process = "process " + ProcessHandle.current().pid();
        try {
            return process + " on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return process;
        }
    }

    public synchronized Pulse pulse() {
        var captured = Optional.ofNullable(capture).map(CaptureLoop::status);
        var published = Optional.ofNullable(publisher).map(PublishLoop::status);
        return new Pulse(captured, published, lag.publishLag(captured, published));
    }

    /// Asks the halves to finish what they have begun; returns at once.
    public void stop() {
        halves.stop();
    }

    /// The end, when the halves have ended in time.
    public Optional<End> endWithin(Duration patience) throws InterruptedException {
        return halves.within(patience);
    }

    /// Stops in order and lets go of everything. What has not ended after a minute is left to the end of the process.
    @Override
    public void close() {
        stop();
        try {
            Optional<End> _ = halves.within(STOP_MAX);
            for (AutoCloseable resource : owned) {
                resource.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("A resource did not close", e);
        }
    }
}
