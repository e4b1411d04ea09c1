package io.stageline.capture.tail.mysql;

import io.stageline.capture.CaptureSettings;
import io.stageline.capture.tail.Readiness;
import io.stageline.capture.tail.StagingTail;
import io.stageline.capture.tail.TailEnd;
import io.stageline.capture.tail.TailListener;
import io.stageline.capture.tail.Ticker;
import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The door to staging's log where staging is MySQL. [#prepare] and [#run] belong to one thread; [#stop] may be called from any.
public final class MySqlTail implements StagingTail {
    public static final String SCHEME = "jdbc:mysql:";

    /// What a position can say to the server.
    private static final long OFFSET_MAX = 0xFFFF_FFFFL;

    private final CaptureSettings settings;
    private final Database staging;
    private final BinlogTicks ticks = new BinlogTicks();
    private volatile boolean stopped;
    private volatile @Nullable BinlogStream stream;
    private @Nullable StagingBinlog binlog;

    public MySqlTail(CaptureSettings settings) {
        this.settings = settings;
        this.staging = new Database("Stageline capture " + settings.pipeline(), settings.staging());
    }

    /// Whether texts in this character set are told without loss.
    ///
    /// @param bytesMax how many bytes its longest character has
    public static boolean reads(String characterSet, int bytesMax) {
        return CharacterSets.isReadable(characterSet, bytesMax);
    }

    /// Checks that staging logs whole rows, and still has everything behind the change log's end.
    @Override
    public Readiness prepare(ResumePoint at, Optional<SourceServer> before) throws SQLException {
        try (Connection connection = staging.open()) {
            var guard = new BinlogGuard(connection, settings.tables());
            Readiness readiness = guard.check(at, before);
            if (readiness instanceof Readiness.Ready) {
                binlog = StagingBinlog.of(connection);
            }
            return readiness;
        }
    }

    @Override
    public TailEnd run(SourcePosition from, TailListener listener) {
        StagingBinlog known = binlog;
        if (known == null) {
            throw new IllegalStateException("Reading begins before staging was checked");
        }
        try {
            var place = new BinlogPlace(startOf(position(from)));
            var tables = new BinlogTables(settings.tables(), new Cells(known.characterSets()));
            var cascades = new Cascades(settings.tables(), new ForeignKeyActions(staging::open));
            var reader =
                    new BinlogReader(place, tables, cascades, known.lowerCase(), listener::accept);
            var current =
                    new BinlogStream(settings.staging(), place.position(), reader, ticks, listener);
            stream = current;
            return stopped ? new TailEnd.Stopped() : current.run();
        } catch (SQLException e) {
            return new TailEnd.Failed(e);
        } finally {
            stream = null;
        }
    }

    @Override
    public void stop() {
        stopped = true;
        BinlogStream current = stream;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public Ticker tick(Clock clock) {
        return new Ticker(
                staging::open,
                settings.pipeline(),
                settings.capture().tickInterval(),
                clock,
                ticks);
    }

    @Override
    public String databaseName() {
        return StagingAddress.parse(settings.staging().url()).database();
    }

    /// A file grows beyond 4 GiB by its last transaction only: behind that, reading begins with the next file.
    private MySqlPosition startOf(MySqlPosition from) throws SQLException {
        if (from.offset() <= OFFSET_MAX) {
            return from;
        }
        try (Connection connection = staging.open()) {
            return BinlogStatus.fileBehind(connection, from)
                    .orElseThrow(() ->
                            new SQLException("Staging has not begun its next binlog file yet"));
        }
    }

    private static MySqlPosition position(SourcePosition from) {
        return switch (from) {
            case MySqlPosition position -> position;
            case PostgresLsn _ ->
                    throw new IllegalArgumentException(
                            "The change log was captured from PostgreSQL");
        };
    }
}
