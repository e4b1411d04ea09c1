package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// The properties files of the Kafka Connect peer, tuned as its documents advise: large batches on both sides and polls that fill
/// them, the reduction buffer, PostgreSQL's multi-row insert, compressed topics.
record ConnectFiles(Site site, String bootstrapServers) {
    private static final String PREFIX = "bench";
    private static final short ONE_REPLICA = 1;

    /// A topic for each table, as the source names them.
    void makeTopics() throws SQLException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<NewTopic> topics =
                    topics().map(name -> new NewTopic(name, 1, ONE_REPLICA)).toList();
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("No topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Stream<String> topics() throws SQLException {
        String tables =
                site.backlog()
                        .staging()
                        .value(
                                "SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'");
        return Stream.of(tables.split(",")).map(table -> PREFIX + ".public." + table);
    }

    Path worker() throws IOException {
        return write(
                "worker",
                """
                bootstrap.servers=%s
                key.converter=org.apache.kafka.connect.json.JsonConverter
                value.converter=org.apache.kafka.connect.json.JsonConverter
                offset.storage.file.filename=%s
                offset.flush.interval.ms=10000
                connector.client.config.override.policy=All
                producer.compression.type=lz4
                producer.batch.size=524288
                producer.linger.ms=5
                consumer.fetch.min.bytes=1
                consumer.max.partition.fetch.bytes=16777216
                """
                        .formatted(bootstrapServers, site.folder().resolve("connect.offsets")));
    }

    Path source(String slot) throws IOException {
        BenchDatabase staging = site.backlog().staging();
        return write(
                "source",
                """
                name=source
                connector.class=io.debezium.connector.postgresql.PostgresConnector
                tasks.max=1
                plugin.name=pgoutput
                database.hostname=127.0.0.1
                database.port=%d
                database.dbname=%s
                database.user=%s
                database.password=%s
                topic.prefix=%s
                slot.name=%s
                publication.name=%s
                publication.autocreate.mode=disabled
                snapshot.mode=no_data
                tombstones.on.delete=false
                max.batch.size=8192
                max.queue.size=32768
                poll.interval.ms=10
                """
                        .formatted(
                                staging.port(),
                                staging.name(),
                                staging.user(),
                                staging.password(),
                                PREFIX,
                                slot,
                                Backlog.PUBLICATION));
    }

    Path sink(BenchDatabase production) throws IOException, SQLException {
        return write(
                "sink",
                """
                name=sink
                connector.class=io.debezium.connector.jdbc.JdbcSinkConnector
                tasks.max=1
                topics=%s
                connection.url=%s?reWriteBatchedInserts=true
                connection.username=%s
                connection.password=%s
                connection.pool.min_size=1
                connection.pool.max_size=4
                insert.mode=upsert
                delete.enabled=true
                primary.key.mode=record_key
                schema.evolution=none
                collection.name.format=${source.schema}.${source.table}
                use.reduction.buffer=true
                batch.size=5000
                dialect.postgres.unnest.insert.enabled=true
                consumer.override.max.poll.records=5000
                """
                        .formatted(
                                topics().reduce((one, other) -> one + "," + other).orElseThrow(),
                                production.url(),
                                production.user(),
                                production.password()));
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.createDirectories(site.folder()).resolve(name + ".properties");
        return Files.writeString(file, text);
    }
}
