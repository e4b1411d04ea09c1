package io.stageline.operator.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// MySQL in a container, where a Docker engine has its image. It goes when the demo ends, and its data with it.
///
/// @param docker the program that speaks to the engine
record MySqlImage(String docker, String name) {
    /// As it is, never pulled.
    static final MySqlImage USUAL = new MySqlImage("docker", "mysql:9.7");

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration START_MAX = Duration.ofMinutes(3);

    /// What the demo needs beyond the image's own settings.
    private static final List<String> SETTINGS =
            List.of(
                    "--server-id=1",
                    "--gtid-mode=ON",
                    "--enforce-gtid-consistency=ON",
                    "--binlog-row-metadata=FULL");

    private record Container(MySqlImage image, String id, GivenMySql server)
            implements DemoDatabase {
        @Override
        public String url() {
            return server.url();
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
            return server.client();
        }

        @Override
        public void close() {
            var _ = image.tell("rm", "--force", "--volumes", id);
        }
    }

    /// Whether there is an engine, and the image in it.
    boolean isThere() {
        return tell("image", "inspect", name).isPresent();
    }

    /// Starts a server with the shop in it.
    ///
    /// @throws SQLException if it does not take connections in time
    DemoDatabase start() throws SQLException {
        String password = UUID.randomUUID().toString();
        List<String> command =
                new ArrayList<>(
                        List.of("run", "--detach", "--publish", "127.0.0.1::3306", "--env"));
        command.add("MYSQL_ROOT_PASSWORD=" + password);
        command.add(name);
        command.addAll(SETTINGS);
        String id =
                tell(command.toArray(String[]::new))
                        .orElseThrow(() -> new SQLException("Docker does not start " + name));
        try {
            String address =
                    tell("port", id, "3306/tcp")
                            .orElseThrow(() -> new SQLException("Docker tells no port of " + id))
                            .lines()
                            .findFirst()
                            .orElseThrow();
            String url =
                    "jdbc:mysql://%s/?user=root&password=%s&allowPublicKeyRetrieval=true"
                            .formatted(address, password);
            awaitReady(url);
            return new Container(this, id, GivenMySql.open(url));
        } catch (SQLException | RuntimeException e) {
            var _ = tell("rm", "--force", "--volumes", id);
            throw e;
        }
    }

    /// The driver tries it again, once a second.
    private static void awaitReady(String url) throws SQLException {
        DriverManager.getConnection(
                        "%s&autoReconnect=true&initialTimeout=1&maxReconnects=%d"
                                .formatted(url, START_MAX.toSeconds()))
                .close();
    }

    /// What Docker says; empty if it fails, or is not there.
    private Optional<String> tell(String... arguments) {
        List<String> command = new ArrayList<>(List.of(docker));
        command.addAll(List.of(arguments));
        try {
            Process asked =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            asked.getOutputStream().close();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return asked.waitFor(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS) && asked.exitValue() == 0
                    ? Optional.of(said.strip())
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // no docker on the path
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
