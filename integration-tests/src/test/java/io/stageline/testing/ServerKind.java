package io.stageline.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// The kinds of servers that production may be on: a test that has one as its parameter runs on each.
public enum ServerKind {
    POSTGRES {
        @Override
        public RealDatabase createProduction() {
            return Servers.postgres(Role.PRODUCTION).createDatabase();
        }

        @Override
        public RealDatabase createStaging(RealDatabase production) {
            return Servers.postgres(Role.STAGING).createDatabase();
        }
    },
    MYSQL {
        @Override
        public RealDatabase createProduction() {
            return createMySqlProduction(MySqlServer.randomName());
        }

        @Override
        public RealDatabase createStaging(RealDatabase production) {
            MySqlDatabase staging = Servers.mysql(Role.STAGING).createDatabase(production.name());
            staging.execute("SET GLOBAL binlog_row_metadata = FULL");
            return staging;
        }
    };

    /// As [#createProduction]. On MySQL, staging and production are of one name.
    public static RealDatabase createMySqlProduction(String name) {
        MySqlServer server = Servers.mysql(Role.PRODUCTION);
        // its schema stageline is one for all databases of the server: the last test's is gone
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS stageline");
        } catch (SQLException e) {
            throw new IllegalStateException("Could not drop schema stageline", e);
        }
        return server.createDatabase(name);
    }

    /// An empty production database without schema `stageline`.
    public abstract RealDatabase createProduction();

    /// An empty database that can be published to this production.
    public abstract RealDatabase createStaging(RealDatabase production);
}
