package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A pipeline as an operator runs it: two databases, a configuration file and processes of the real program.
final class Pipeline implements AutoCloseable {
    private static final Duration ENOUGH = Duration.ofMinutes(4);
    private static final int REFUSED = 7;
    private static final int UNREACHABLE = 69;
    private static final int RECORD_BYTES_MAX = 67_108_864;

    private static final String CHECKPOINT_MADE =
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'stageline' AND table_name = 'checkpoint'";

    /// Of MySQL's sessions, those that read the binlog and are newer than a number: one of an earlier test stays until there is something to send.
    private static final String MYSQL_READERS =
            "SELECT count(*) FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%' AND id > ";

    /// So that faults meet many batches, and many source transactions too large for one.
    static final String SMALL_BATCHES = "batch-rows: 300, stream-rows: 1000";

    private final String name =
            "p" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private final Path folder = Servers.freshFolder("faults");
    private final RealDatabase staging;
    private final RealDatabase production;
    private final Glance stagingGlance;
    private final Glance productionGlance;
    private final long lastSession;
    private final Path configuration;
    private final List<ChildProcess> children = new ArrayList<>();

    private Pipeline(
            RealDatabase staging, RealDatabase production, String changeLog, String publisher) {
        this.staging = staging;
        this.production = production;
        this.stagingGlance = new Glance(staging);
        this.productionGlance = new Glance(production);
        this.lastSession = newestSession();
        this.configuration = folder.resolve("stageline.yaml");
        String text =
                """
                pipeline: %s
                staging: { url: "%s", user: "%s", password: "%s" }
                production: { url: "%s", user: "%s", password: "%s" }
                tables: { include: [ "%s.*" ] }
                change-log: { %s }
                capture: { tick-interval: 1s }
                publisher: { %s }
                """
                        .formatted(
                                name,
                                staging.url(),
                                staging.user(),
                                staging.password(),
                                production.url(),
                                production.user(),
                                production.password(),
                                staging.schema(),
                                changeLog,
                                publisher);
        try {
            Files.writeString(configuration, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Over a cluster of its own, between fresh databases.
    static Pipeline over(String bootstrapServers, ServerKind kind) {
        return over(bootstrapServers, kind, SMALL_BATCHES);
    }

    /// @param publisher its settings in the configuration file
    static Pipeline over(String bootstrapServers, ServerKind kind, String publisher) {
        return between(kind.createProduction(), cluster(bootstrapServers), publisher);
    }

    static Pipeline over(String bootstrapServers, RealDatabase staging, RealDatabase production) {
        return new Pipeline(staging, production, cluster(bootstrapServers), SMALL_BATCHES);
    }

    private static String cluster(String bootstrapServers) {
        return "bootstrap-servers: \"%s\", replication-factor: 1".formatted(bootstrapServers);
    }

    /// With the broker inside `run`, between fresh databases.
    ///
    /// @param publisher its settings in the configuration file
    static Pipeline embedded(Path dataFolder, ServerKind kind, String publisher) {
        return between(
                kind.createProduction(),
                "bootstrap-servers: embedded, data-dir: \"%s\"".formatted(dataFolder),
                publisher);
    }

    private static Pipeline between(RealDatabase production, String changeLog, String publisher) {
        return new Pipeline(
                production.kind().createStaging(production), production, changeLog, publisher);
    }

    RealDatabase staging() {
        return staging;
    }

    RealDatabase production() {
        return production;
    }

    String name() {
        return name;
    }

    String topic() {
        return name + ".changes";
    }

    ChangeLogTopic changeLog(String bootstrapServers) {
        return new ChangeLogTopic(
                new ChangeLogConfig(
                        bootstrapServers, Path.of("unused"), 1, RECORD_BYTES_MAX, Map.of()),
                name);
    }

    /// Starts `./stageline COMMAND --config FILE`.
    ChildProcess start(String command) {
        return started(
                ChildProcess.stageline(folder, command, "--config", configuration.toString()));
    }

    /// As [#start(String)], with so much memory at most, for work that takes minutes.
    ChildProcess startWithin(String heap, String command) {
        return started(
                ChildProcess.stagelineWithin(
                        heap, folder, command, "--config", configuration.toString()));
    }

    private ChildProcess started(ChildProcess child) {
        children.add(child);
        return child;
    }

    /// From now on whatever staging commits is captured.
    void awaitCapturing() {
        await("capture reads staging's log")
                .until(() ->
                        switch (staging.kind()) {
                            case POSTGRES ->
                                    slots("active AND confirmed_flush_lsn IS NOT NULL") == 1;
                            case MYSQL -> stagingGlance.number(MYSQL_READERS + lastSession) > 0;
                        });
    }

    private long newestSession() {
        return switch (staging.kind()) {
            case POSTGRES -> 0;
            case MYSQL -> stagingGlance.number("SELECT connection_id()");
        };
    }

    /// Cuts capture off from its slot, as PostgreSQL does with a client it takes for dead.
    void cutOffCapture() {
        staging.query(
                "SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE database = current_database()");
        await("a free replication slot").until(() -> slots("NOT active") == 1);
    }

    private long slots(String condition) {
        return stagingGlance.number(
                "SELECT count(*) FROM pg_replication_slots WHERE database = current_database() AND "
                        + condition);
    }

    /// The sequence production has reached; 0 before the first.
    long checkpoint() {
        return productionGlance.number(CHECKPOINT_MADE) == 0
                ? 0
                : productionGlance.number(
                        "SELECT coalesce(max(sequence), 0) FROM stageline.checkpoint");
    }

    /// So many source transactions more are published.
    void awaitPublishing(long more) {
        long goal = checkpoint() + more;
        await("production reaches #" + goal).until(() -> checkpoint() >= goal);
    }

    /// Production shows as many source transactions as staging.
    void awaitPublished() {
        awaitPublished(() -> {});
    }

    void awaitPublished(Runnable meanwhile) {
        long goal = transactions();
        try {
            await("production shows " + goal + " source transactions")
                    .until(() -> {
                        meanwhile.run();
                        assertThat(
                                        productionGlance.number(
                                                "SELECT count(*) FROM stageline.conflict"))
                                .describedAs(this::describe)
                                .isZero();
                        return productionGlance.number(Shop.TRANSACTIONS) >= goal;
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(describe(), e);
        }
    }

    /// Everything the design promises, seen from outside.
    void assertPromiseKept(Witness witness, RawLog log) {
        Rows.assertEqual(staging, production, Shop.TABLES);
        log.assertHolds(transactions());
        assertAppliedOnce(witness);
    }

    /// How many source transactions staging has committed.
    long transactions() {
        return stagingGlance.number(Shop.TRANSACTIONS);
    }

    /// Production is unharmed, whatever the change log looks like.
    void assertAppliedOnce(Witness witness) {
        assertThat(Audit.appliedInSeveralTransactions(production))
                .describedAs("source transactions torn or applied again")
                .isEmpty();
        assertThat(Audit.journalLinesNotAppliedOnce(production))
                .describedAs("journal lines not applied once")
                .isEmpty();
        assertThat(witness.complaints()).describedAs("torn states seen").isEmpty();
        assertThat(witness.looks()).isPositive();
    }

    /// It was asked to end and did so in order.
    void stop(ChildProcess child) {
        assertThat(child.isAlive()).describedAs(describe()).isTrue();
        child.terminate();
        assertThat(exitCode(child)).describedAs(child + "\n" + child.stderr()).isZero();
    }

    /// Whether it ended by itself because it found a server unreachable when it started.
    boolean foundNoServer(ChildProcess child) {
        if (child.isAlive()) {
            return false;
        }
        assertThat(exitCode(child)).describedAs(describe()).isEqualTo(UNREACHABLE);
        return true;
    }

    /// It ends by itself because another one reigns, and says so.
    void assertFenced(ChildProcess child) {
        assertGaveWay(child);
        assertThat(child.stderr()).containsIgnoringCase("reigns");
    }

    /// It ends by itself: fenced, or refused because another one is at work.
    void assertGaveWay(ChildProcess child) {
        assertThat(exitCode(child)).describedAs(child + "\n" + child.stderr()).isEqualTo(REFUSED);
    }

    private int exitCode(ChildProcess child) {
        try {
            return child.waitForExit(Duration.ofSeconds(90));
        } catch (TimeoutException e) {
            throw new AssertionError(describe(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static org.awaitility.core.ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(ENOUGH)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50));
    }

    /// For the message of a failure: what each process that runs said last.
    String describe() {
        return children.stream()
                .map(child ->
                        child + (child.isAlive() ? " runs\n" : " ended\n") + tail(child.stderr()))
                .skip(Math.max(0, children.size() - 4))
                .collect(Collectors.joining("\n", "Checkpoint #" + checkpoint() + "\n", ""));
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 3_000));
    }

    /// Ends what still runs and drops the databases.
    @Override
    public void close() {
        children.forEach(ChildProcess::close);
        stagingGlance.close();
        productionGlance.close();
        staging.close();
        production.close();
    }
}
