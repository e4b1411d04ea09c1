package io.stageline.publisher.target;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.Dialect;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How MySQL is written to: rows as JSON, one statement for as many rows as a packet holds.
final class MySqlTarget implements TargetDialect {
    private static final String LIMITS =
            "SELECT @@SESSION.innodb_lock_wait_timeout, @@SESSION.lock_wait_timeout, @@SESSION.max_allowed_packet";

    /// What MySQL is delivered with. Who set another bound for waiting on locks is obeyed.
    private static final int ROW_LOCK_SECONDS = 50;

    private static final int TABLE_LOCK_SECONDS = 31_536_000;
    private static final int LOCK_SECONDS = 30;

    /// A document becomes a temporary table, which stays in memory as long as it is small: only then rows are written in its order.
    private static final int CHARS_MOST = 4 << 20;

    /// A character becomes three bytes at most, as UTF-8 or as what the driver makes of a backslash.
    private static final int BYTES_OF_CHAR = 3;

    private static final int STATEMENT_BYTES = 64 << 10;

    private final Connection connection;
    private final MySqlEmptying emptying;
    private final MySqlRefusals refusals;
    private final Packer packer;
    private final long packetBytes;

    private MySqlTarget(
            Connection connection,
            MySqlEmptying emptying,
            MySqlRefusals refusals,
            Packer packer,
            long packetBytes) {
        this.connection = connection;
        this.emptying = emptying;
        this.refusals = refusals;
        this.packer = packer;
        this.packetBytes = packetBytes;
    }

    static MySqlTarget on(Connection connection, Catalogue catalogue) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        long packetBytes;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LIMITS)) {
            row.next();
            packetBytes = row.getLong(3);
            if (row.getLong(1) == ROW_LOCK_SECONDS) {
                execute(connection, "SET SESSION innodb_lock_wait_timeout = " + LOCK_SECONDS);
            }
            if (row.getLong(2) == TABLE_LOCK_SECONDS) {
                execute(connection, "SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
            }
        }
        int charsMost = Math.clamp((packetBytes - STATEMENT_BYTES) / BYTES_OF_CHAR, 1, CHARS_MOST);
        return new MySqlTarget(
                connection,
                new MySqlEmptying(dialect, catalogue),
                new MySqlRefusals(catalogue),
                new Packer(shape -> new MySqlStatements(dialect, catalogue, shape, charsMost)),
                packetBytes);
    }

    @Override
    public Packer packer() {
        return packer;
    }

    @Override
    public void bind(PreparedStatement statement, List<@Nullable String> values)
            throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value != null
                    && value.length() > packetBytes / BYTES_OF_CHAR
                    && value.getBytes(StandardCharsets.UTF_8).length > packetBytes) {
                throw new SQLException(
                        "A row is larger than production's max_allowed_packet", "22001");
            }
            statement.setString(i + 1, value);
        }
    }

    @Override
    public Outcome truncate(List<TableId> tables) throws SQLException {
        return emptying.empty(connection, tables);
    }

    @Override
    public boolean isOfTheServer(SQLException e) {
        return refusals.isOfTheServer(e);
    }

    @Override
    public Refusal.Cause.Rejected cause(SQLException e) {
        return refusals.cause(e);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
