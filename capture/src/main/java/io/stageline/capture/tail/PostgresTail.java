package io.stageline.capture.tail;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.StopEngineException;
import io.debezium.engine.format.ChangeEventFormat;
import io.stageline.capture.CaptureSettings;
import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// The door to staging's log where staging is PostgreSQL.
final class PostgresTail implements StagingTail {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final CaptureSettings settings;
    private final Database staging;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable TailSession session;
    private String publications = "";

    PostgresTail(CaptureSettings settings) {
        this.settings = settings;
        this.staging = new Database("Stageline capture " + settings.pipeline(), settings.staging());
    }

    /// Checks slot and publication, and makes what is missing.
    @Override
    public Readiness prepare(ResumePoint at, Optional<SourceServer> before) throws SQLException {
        try (Connection connection = staging.open()) {
            List<StagingTable> tables = StagingTable.read(connection, settings.tables());
            Optional<String> refusal = refusal(tables);
            if (refusal.isPresent()) {
                return new Readiness.Refused(refusal.get());
            }
            // first the publication: the slot's plugin must find it at every change behind the
            // slot's position
            publications = new Publications(connection, settings.names()).ensure(tables);
            var guard = new SlotGuard(connection, settings);
            Optional<String> user = waitForSlot(guard);
            if (user.isPresent()) {
                return new Readiness.InUse(
                        "Replication slot %s is in use by %s. Stop that one, or wait for staging's wal_sender_timeout if it died."
                                .formatted(settings.names().slot(), user.get()));
            }
            return guard.check(at, before);
        }
    }

    @Override
    public TailEnd run(SourcePosition from, TailListener listener) {
        Properties properties = EngineProperties.of(settings, publications);
        String publication = settings.names().publication();
        try (var current = new TailSession(properties, publication, lsn(from), listener)) {
            session = current;
            if (stopped.getCount() == 0) {
                return new TailEnd.Stopped();
            }
            Optional<Throwable> failure = host(properties);
            return current.failure()
                    .or(() -> failure)
                    .<TailEnd>map(TailEnd.Failed::new)
                    .orElseGet(this::ended);
        } finally {
            session = null;
        }
    }

    private static PostgresLsn lsn(SourcePosition position) {
        return switch (position) {
            case PostgresLsn lsn -> lsn;
            case MySqlPosition _ ->
                    throw new IllegalArgumentException("The change log was captured from MySQL");
        };
    }

    private TailEnd ended() {
        return stopped.getCount() == 0
                ? new TailEnd.Stopped()
                : new TailEnd.Failed(new IllegalStateException("Debezium ended by itself"));
    }

    @Override
    public void stop() {
        stopped.countDown();
        TailSession current = session;
        if (current != null) {
            current.stop();
        }
    }

    /// Ends [#run] as after a failure, from which capture goes on.
    private void startAnew(String reason) {
        TailSession current = session;
        if (current != null) {
            current.failed(new IllegalStateException(reason));
        }
    }

    @Override
    public Ticker tick(Clock clock) {
        var tables = new TableWatch(settings, publications, this::startAnew);
        var ticks = new LogicalTicks(tables);
        return new Ticker(
                staging::open,
                settings.pipeline(),
                settings.capture().tickInterval(),
                clock,
                ticks);
    }

    @Override
    public String databaseName() {
        return StagingUrl.parse(settings.staging().url()).plainDatabaseName();
    }

    private static Optional<Throwable> host(Properties properties) {
        var failure = new AtomicReference<@Nullable Throwable>();
        DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> nothingLeft =
                (records, committer) -> {
                    throw new StopEngineException("The tail has ended");
                };
        try {
            DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                    .using(properties)
                    .notifying(nothingLeft)
                    .using((boolean success, String message, @Nullable Throwable error) ->
                            failure.set(success ? null : cause(message, error)))
                    .build()
                    .run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
        return Optional.ofNullable(failure.get());
    }

    private static Throwable cause(String message, @Nullable Throwable error) {
        return error == null ? new IllegalStateException(message) : error;
    }

    private Optional<String> waitForSlot(SlotGuard guard) throws SQLException {
        long start = System.nanoTime();
        Optional<String> user = guard.user();
        while (user.isPresent()
                && System.nanoTime() - start < settings.capture().slotWait().toNanos()) {
            try {
                if (stopped.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return user;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return user;
            }
            user = guard.user();
        }
        return user;
    }

    private static Optional<String> refusal(List<StagingTable> tables) {
        List<String> sentences =
                tables.stream().flatMap(table -> sentence(table).stream()).toList();
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", sentences));
    }

    private static Optional<String> sentence(StagingTable table) {
        return switch (table.form()) {
            case WHOLE, INSERTS_ONLY -> Optional.empty();
            case UNREADABLE ->
                    Optional.of(
                            "Table %s has columns whose names differ in case only or begin with a quote; it cannot be captured. Rename them, or put the table under tables.exclude."
                                    .formatted(table.id()));
            case OTHER_KEY ->
                    Optional.of(
                            "Table %s has a replica identity other than its primary key; its rows cannot be told apart. ALTER TABLE %s REPLICA IDENTITY DEFAULT (with a primary key) or FULL."
                                    .formatted(
                                            table.id(),
                                            io.stageline.database.Names.quote(table.id())));
        };
    }
}
