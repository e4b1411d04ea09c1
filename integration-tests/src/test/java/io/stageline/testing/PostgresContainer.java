package io.stageline.testing;

import java.util.Optional;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// PostgreSQL in a container, for machines with a Docker engine. Images are used as they are there, never pulled:
/// `postgres:18`, or the one `STAGELINE_TEST_POSTGRES_IMAGE` names.
record PostgresContainer(PostgreSQLContainer container) implements AutoCloseable {
    private static final String IMAGE =
            Optional.ofNullable(System.getenv("STAGELINE_TEST_POSTGRES_IMAGE"))
                    .orElse("postgres:18");

    static Optional<PostgresContainer> startIfDockerHasTheImage() {
        if (!Docker.hasImage(IMAGE)) {
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
