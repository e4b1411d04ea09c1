package io.stageline.operator.demo;

import io.stageline.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/// The PostgreSQL server that Stageline brings along.
record PostgresDemo(EmbeddedDatabase server) implements DemoDatabase {
    static PostgresDemo start(Path folder) throws SQLException {
        EmbeddedDatabase server = EmbeddedDatabase.start(folder, Map.of());
        try {
            server.createDatabase(Shop.DATABASE);
            var demo = new PostgresDemo(server);
            Shop.create(demo);
            return demo;
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public String url() {
        return server.url(Shop.DATABASE);
    }

    @Override
    public String user() {
        return server.user();
    }

    @Override
    public String password() {
        return server.password();
    }

    @Override
    public String client() {
        return "psql postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(user(), password(), server.port(), Shop.DATABASE);
    }

    @Override
    public void close() {
        server.close();
    }
}
