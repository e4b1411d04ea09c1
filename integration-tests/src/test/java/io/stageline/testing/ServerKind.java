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
    },
    MYSQL {
        // its schema stageline is one for all databases of the server: the last test's is gone
        @Override
        public RealDatabase createProduction() {
            MySqlServer server = Servers.mysql(Role.PRODUCTION);
            try (Connection connection = server.connect("");
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS stageline");
            } catch (SQLException e) {
                throw new IllegalStateException("Could not drop schema stageline", e);
            }
            return server.createDatabase();
        }
    };

    /// An empty production database without schema `stageline`.
    public abstract RealDatabase createProduction();
}
