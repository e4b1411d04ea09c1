package io.stageline.testing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// MySQL in a container, for machines with a Docker engine. Images are used as they are there, never pulled:
/// `mysql:9.7`, or the one `STAGELINE_TEST_MYSQL_IMAGE` names.
record MySqlContainer(GenericContainer<?> container) implements AutoCloseable {
    private static final String IMAGE =
            Optional.ofNullable(System.getenv("STAGELINE_TEST_MYSQL_IMAGE")).orElse("mysql:9.7");
    private static final int PORT = 3306;
    private static final String PASSWORD = "stageline";

    static Optional<MySqlContainer> startIfDockerHasTheImage() {
        if (!Docker.hasImage(IMAGE)) {
            return Optional.empty();
        }
        var container = new GenericContainer<>(DockerImageName.parse(IMAGE));
        container
                .withImagePullPolicy(_ -> false)
                .withEnv(Map.of("MYSQL_ROOT_PASSWORD", PASSWORD, "MYSQL_ROOT_HOST", "%"))
                .withExposedPorts(PORT)
                .withCommand(
                        "mysqld",
                        "--server-id=1",
                        "--gtid-mode=ON",
                        "--enforce-gtid-consistency=ON",
                        "--default-time-zone=+00:00")
                // the first start is one without network, for the passwords
                .waitingFor(
                        Wait.forLogMessage(".*ready for connections.*port: 3306.*\\n", 1)
                                .withStartupTimeout(Duration.ofMinutes(3)))
                .start();
        return Optional.of(new MySqlContainer(container));
    }

    MySqlServer server() {
        return new MySqlServer(
                container.getHost(), container.getMappedPort(PORT), "root", PASSWORD);
    }

    @Override
    public void close() {
        container.stop();
    }
}
