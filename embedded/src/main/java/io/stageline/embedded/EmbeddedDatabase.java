package io.stageline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL 18 server on 127.0.0.1, in processes of its own, with everything in one data folder.
///
/// It is durable (fsync and synchronous_commit are on) and ready for logical decoding. Started again on its folder it goes on with
/// the same databases, user and password, on the same port if that is still free. It stops at [#close()], or when this JVM ends.
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String USER = "postgres";
    private static final String MAJOR_VERSION = "18";
    private static final String PORT = "port";
    private static final String PASSWORD = "password";
    private static final String SETTINGS_FILE = "stageline.conf";

    private final DataFolder folder;
    private final PostgresProcess server;
    private final int port;
    private final String password;
    private boolean closed;

    private EmbeddedDatabase(DataFolder folder, PostgresProcess server, int port, String password) {
        this.folder = folder;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /// Starts a server on this folder, which is made if it is not there, with these settings (as in `postgresql.conf`) on top of ours.
    /// Returns when clients can connect.
    ///
    /// @throws EmbeddedServerException if the folder is in use, not writable or from another version, or a setting is refused
    public static EmbeddedDatabase start(Path dataFolder, Map<String, String> serverSettings) {
        DataFolder folder = DataFolder.own(dataFolder);
        try {
            return startIn(folder, serverSettings);
        } catch (IOException e) {
            folder.close();
            throw new EmbeddedServerException(
                    "The embedded PostgreSQL did not start", folder.path(), e);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedDatabase startIn(DataFolder folder, Map<String, String> more)
            throws IOException {
        Path programs = PostgresBinaries.unpacked(folder);
        Path data = folder.resolve("data");
        PostgresProcess.stopLeftover(programs, data);
        Properties kept = folder.properties();
        if (!kept.containsKey(PASSWORD)) {
            kept.setProperty(PASSWORD, Passwords.random());
        }
        int port = Ports.freePort(Integer.parseInt(kept.getProperty(PORT, "0")));
        kept.setProperty(PORT, Integer.toString(port));
        folder.keep(kept);

        String password = kept.getProperty(PASSWORD);
        initialiseIfAbsent(folder, programs, data, password);
        Files.writeString(data.resolve(SETTINGS_FILE), settings(port, more));
        PostgresProcess server =
                PostgresProcess.start(programs, data, folder.resolve("server.log"));
        log.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("data_folder", folder.path())
                .log("Embedded PostgreSQL is ready");
        return new EmbeddedDatabase(folder, server, port, password);
    }

    private static void initialiseIfAbsent(
            DataFolder folder, Path programs, Path data, String password) throws IOException {
        Path versionFile = data.resolve("PG_VERSION");
        if (Files.exists(data)) {
            String version =
                    Files.exists(versionFile) ? Files.readString(versionFile).strip() : "unknown";
            if (!version.equals(MAJOR_VERSION)) {
                throw new EmbeddedServerException(
                        "The data folder is from another version of PostgreSQL",
                        folder.path(),
                        version);
            }
            return;
        }
        Path fresh = folder.resolve("data.new");
        Folders.deleteAll(fresh);
        Path passwordFile = folder.resolve("password.new");
        Files.deleteIfExists(passwordFile);
        Files.writeString(Files.createFile(passwordFile, DataFolder.OWNER_ONLY), password, UTF_8);
        PostgresProcess.initialise(programs, fresh, passwordFile, USER);
        Files.delete(passwordFile);
        Path configuration = fresh.resolve("postgresql.conf");
        Files.writeString(
                configuration,
                Files.readString(configuration) + "\ninclude '" + SETTINGS_FILE + "'\n");
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String settings(int port, Map<String, String> more) {
        var settings =
                new TreeMap<>(
                        Map.of(
                                "wal_level", "logical",
                                "max_wal_senders", "20",
                                "max_replication_slots", "20",
                                "fsync", "on",
                                "synchronous_commit", "on",
                                "log_checkpoints", "off",
                                "shared_buffers", "64MB",
                                "max_connections", "100",
                                "timezone", "UTC"));
        settings.putAll(more);
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", Ports.HOST);
        settings.put("unix_socket_directories", "");
        return settings.entrySet().stream()
                .map(setting ->
                        setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
    }

    /// The JDBC URL of a database of this server, without user and password.
    public String url(String database) {
        return "jdbc:postgresql://" + Ports.HOST + ":" + port + "/" + database;
    }

    /// A superuser.
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /// Makes a database, unless there is one of this name.
    public void createDatabase(String name) {
        try (var connection = DriverManager.getConnection(url("postgres"), USER, password);
                var exists =
                        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
                var create = connection.createStatement()) {
            exists.setString(1, name);
            try (var rows = exists.executeQuery()) {
                if (!rows.next()) {
                    create.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
                }
            }
        } catch (SQLException e) {
            throw new EmbeddedServerException(
                    "The embedded PostgreSQL made no database " + name, folder.path(), e);
        }
    }

    /// Stops in order: clients are disconnected, everything is on disk, the folder is free for the next start.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.stop();
        folder.close();
    }
}
