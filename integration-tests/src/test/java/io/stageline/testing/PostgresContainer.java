package io.stageline.testing;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// PostgreSQL in a container, for machines with a Docker engine. Images are used as they are there, never pulled:
/// `postgres:18`, or the one `STAGELINE_TEST_POSTGRES_IMAGE` names.
record PostgresContainer(PostgreSQLContainer container) implements AutoCloseable {
    private static final String IMAGE =
            Optional.ofNullable(System.getenv("STAGELINE_TEST_POSTGRES_IMAGE"))
                    .orElse("postgres:18");
    private static final int ANSWER_SECONDS_MAX = 10;

    static Optional<PostgresContainer> startIfDockerHasTheImage() {
        if (!dockerHasTheImage()) {
            return Optional.empty();
        }
        var container =
                new PostgreSQLContainer(
                                DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                        .withImagePullPolicy(_ -> false)
                        .withUsername("postgres")
                        .withDatabaseName("postgres")
                        .withCommand(
                                "postgres",
                                "-c",
                                "wal_level=logical",
                                "-c",
                                "max_wal_senders=20",
                                "-c",
                                "max_replication_slots=20");
        container.start();
        return Optional.of(new PostgresContainer(container));
    }

    private static boolean dockerHasTheImage() {
        try {
            Process docker =
                    new ProcessBuilder("docker", "image", "inspect", IMAGE)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean answered = docker.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            docker.destroyForcibly();
            return answered && docker.exitValue() == 0;
        } catch (IOException e) {
            return false; // no docker program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    PostgresServer server() {
        return new PostgresServer(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }

    @Override
    public void close() {
        container.stop();
    }
}
