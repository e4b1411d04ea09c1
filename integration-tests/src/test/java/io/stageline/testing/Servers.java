package io.stageline.testing;

import io.stageline.embedded.EmbeddedBroker;
import io.stageline.embedded.EmbeddedDatabase;
import io.stageline.embedded.EmbeddedMySql;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The servers of this JVM's tests, started when the first test asks and stopped when the JVM ends.
///
/// - PostgreSQL, one server for each [Role]: the URL in `STAGELINE_TEST_STAGING_URL` or `STAGELINE_TEST_PRODUCTION_URL`
///   (`jdbc:postgresql://host:port/postgres?user=…&password=…`, a superuser), else a container where a Docker engine answers and has the
///   image, else the embedded binaries.
/// - MySQL, one server for each [Role]: the URL in `STAGELINE_TEST_MYSQL_STAGING_URL` or `STAGELINE_TEST_MYSQL_PRODUCTION_URL`
///   (`jdbc:mysql://host:port/?user=…&password=…`, with every privilege), else a container as above, else an embedded server of
///   the program that [MySqlServers] finds. Where there is none the test is skipped, or fails as [MySqlServers#program()] says.
/// - Kafka: `STAGELINE_TEST_KAFKA`, else an embedded broker.
public final class Servers {
    private static final Logger log = LoggerFactory.getLogger(Servers.class);

    /// Tests kill processes, never the machine: what PostgreSQL gave to the kernel is safe, and a slow disk slows no test.
    private static final Map<String, String> NO_POWER_CUTS =
            Map.of("fsync", "off", "full_page_writes", "off");

    private static final Map<Role, PostgresServer> POSTGRES = new EnumMap<>(Role.class);
    private static final Map<Role, MySqlServer> MYSQL = new EnumMap<>(Role.class);
    private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();
    private static @Nullable KafkaServer kafka;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Servers::stop, "test-servers-stop"));
    }

    private Servers() {}

    public static synchronized PostgresServer postgres(Role role) {
        return POSTGRES.computeIfAbsent(role, Servers::findPostgres);
    }

    public static synchronized MySqlServer mysql(Role role) {
        return MYSQL.computeIfAbsent(role, Servers::findMySql);
    }

    public static synchronized KafkaServer kafka() {
        KafkaServer running = kafka;
        if (running == null) {
            running = findKafka();
            kafka = running;
        }
        return running;
    }

    /// A folder of its own for a test, below the build's output.
    public static Path freshFolder(String purpose) {
        return TestFolders.fresh(purpose);
    }

    private static PostgresServer findPostgres(Role role) {
        Optional<String> url = environment("STAGELINE_TEST_" + role + "_URL");
        if (url.isPresent()) {
            log.atInfo()
                    .addKeyValue("role", role)
                    .log("Tests use the PostgreSQL of the environment");
            return PostgresUrl.parse(url.get());
        }
        Optional<PostgresContainer> container = PostgresContainer.startIfDockerHasTheImage();
        if (container.isPresent()) {
            STARTED.push(container.get());
            log.atInfo().addKeyValue("role", role).log("Tests use PostgreSQL in a container");
            return container.get().server();
        }
        log.atInfo().addKeyValue("role", role).log("Tests use the embedded PostgreSQL");
        Path folder = freshFolder(role.name().toLowerCase(Locale.ROOT));
        EmbeddedDatabase database = EmbeddedDatabase.start(folder, NO_POWER_CUTS);
        STARTED.push(database);
        return new PostgresServer(
                "127.0.0.1", database.port(), database.user(), database.password());
    }

    private static MySqlServer findMySql(Role role) {
        Optional<String> url = environment("STAGELINE_TEST_MYSQL_" + role + "_URL");
        if (url.isPresent()) {
            log.atInfo().addKeyValue("role", role).log("Tests use the MySQL of the environment");
            return MySqlUrl.parse(url.get());
        }
        Optional<MySqlContainer> container = MySqlContainer.startIfDockerHasTheImage();
        if (container.isPresent()) {
            STARTED.push(container.get());
            log.atInfo().addKeyValue("role", role).log("Tests use MySQL in a container");
            return container.get().server();
        }
        EmbeddedMySql database =
                MySqlServers.start(freshFolder("mysql-" + role.name().toLowerCase(Locale.ROOT)));
        log.atInfo().addKeyValue("role", role).log("Tests use an embedded MySQL");
        STARTED.push(database);
        return new MySqlServer("127.0.0.1", database.port(), database.user(), database.password());
    }

    private static KafkaServer findKafka() {
        Optional<String> bootstrapServers = environment("STAGELINE_TEST_KAFKA");
        if (bootstrapServers.isPresent()) {
            log.info("Tests use the Kafka of the environment");
            return new KafkaServer(bootstrapServers.get());
        }
        log.info("Tests use the embedded Kafka broker");
        EmbeddedBroker broker = EmbeddedBroker.start(freshFolder("kafka"));
        STARTED.push(broker);
        return new KafkaServer(broker.bootstrapServers());
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private static void stop() {
        for (AutoCloseable server : STARTED) {
            try {
                server.close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("A test server did not stop");
            }
        }
    }
}
