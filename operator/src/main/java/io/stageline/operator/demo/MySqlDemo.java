package io.stageline.operator.demo;

import io.stageline.embedded.EmbeddedMySql;
import io.stageline.embedded.MySqlProgram;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/// A MySQL server of a program that this machine has.
record MySqlDemo(EmbeddedMySql server) implements DemoDatabase {
    static MySqlDemo start(MySqlProgram program, Path folder) throws SQLException {
        EmbeddedMySql server = EmbeddedMySql.start(program, folder, Map.of());
        try {
            server.createDatabase(Shop.DATABASE);
            var demo = new MySqlDemo(server);
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
        return "mysql -h 127.0.0.1 -P %d -u %s -p%s %s"
                .formatted(server.port(), user(), password(), Shop.DATABASE);
    }

    @Override
    public void close() {
        server.close();
    }
}
