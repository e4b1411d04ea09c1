package io.stageline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real MySQL server on 127.0.0.1, in a process of its own, with everything in one data folder. Its program is one that this
/// machine has: see [MySqlProgram].
///
/// It is durable, writes a binlog of whole rows with GTIDs, and counts time in UTC. Started again on its folder it goes on with the same
/// databases, user and password, on the same port if that is still free. It stops at [#close()], or when this JVM ends.
public final class EmbeddedMySql implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMySql.class);
    private static final String USER = "root";
    private static final String PORT = "port";
    private static final String PASSWORD = "password";

    private final DataFolder folder;
    private final MySqlProcess server;
    private final int port;
    private final String password;
    private boolean closed;

    private EmbeddedMySql(DataFolder folder, MySqlProcess server, int port, String password) {
        this.folder = folder;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /// Starts a server on this folder, which is made if it is not there, with these settings (as in `my.cnf`, below `[mysqld]`) on top of ours.
    /// Returns when clients can connect.
    ///
    /// @throws EmbeddedServerException if the folder is in use or not writable, or the server refuses it or a setting
    public static EmbeddedMySql start(
            MySqlProgram program, Path dataFolder, Map<String, String> serverSettings) {
        DataFolder folder = DataFolder.own(dataFolder);
        try {
            return startIn(program, folder, serverSettings);
        } catch (IOException e) {
            folder.close();
            throw new EmbeddedServerException("The embedded MySQL did not start", folder.path(), e);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedMySql startIn(
            MySqlProgram program, DataFolder folder, Map<String, String> more) throws IOException {
        MySqlProcess.awaitLeftover(folder.path());
        Properties kept = folder.properties();
        if (!kept.containsKey(PASSWORD)) {
            kept.setProperty(PASSWORD, Passwords.random());
        }
        int port = Ports.freePort(Integer.parseInt(kept.getProperty(PORT, "0")));
        kept.setProperty(PORT, Integer.toString(port));
        folder.keep(kept);

        String password = kept.getProperty(PASSWORD);
        Path settings = folder.resolve("server.cnf");
        initialiseIfAbsent(program, folder, settings, password);
        Files.writeString(settings, settings(folder, folder.resolve("data"), port, more));
        MySqlProcess server =
                MySqlProcess.start(
                        program.path(), settings, port, folder.resolve(MySqlProcess.LOG));
        log.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("data_folder", folder.path())
                .log("Embedded MySQL is ready");
        return new EmbeddedMySql(folder, server, port, password);
    }

    /// The files of a new server appear whole or not at all.
    private static void initialiseIfAbsent(
            MySqlProgram program, DataFolder folder, Path settings, String password)
            throws IOException {
        Path data = folder.resolve("data");
        if (Files.exists(data)) {
            return;
        }
        Path fresh = folder.resolve("data.new");
        Folders.deleteAll(fresh);
        Path users = folder.resolve("users.new");
        Files.deleteIfExists(users);
        Files.writeString(
                Files.createFile(users, DataFolder.OWNER_ONLY),
                """
                ALTER USER root@localhost IDENTIFIED BY '%1$s';
                CREATE USER root@'127.0.0.1' IDENTIFIED BY '%1$s';
                GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
                """
                        .formatted(password));
        Files.writeString(settings, settings(folder, fresh, 0, Map.of()));
        MySqlProcess.initialise(program.path(), settings, users, folder.resolve(MySqlProcess.LOG));
        Files.delete(users);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String settings(
            DataFolder folder, Path data, int port, Map<String, String> more) {
        var settings = new TreeMap<String, String>();
        settings.put("server-id", "1");
        settings.put("log-bin", "binlog");
        settings.put("gtid-mode", "ON");
        settings.put("enforce-gtid-consistency", "ON");
        settings.put("binlog-row-image", "FULL");
        settings.put("binlog-row-metadata", "FULL");
        settings.put("innodb-flush-log-at-trx-commit", "1");
        settings.put("sync-binlog", "1");
        settings.put("innodb-buffer-pool-size", "64M");
        settings.put("innodb-redo-log-capacity", "64M");
        settings.put("character-set-server", "utf8mb4");
        settings.put("default-time-zone", "'+00:00'");
        settings.put("secure-file-priv", "NULL");
        settings.putAll(more);
        settings.put("datadir", data.toString());
        settings.put("pid-file", folder.resolve(MySqlProcess.PID_FILE).toString());
        settings.put("port", Integer.toString(port));
        settings.put("bind-address", Ports.HOST);
        settings.put("socket", ""); // its path may be too long for a socket
        settings.put("mysqlx", "OFF");
        if ("root".equals(System.getProperty("user.name"))) {
            settings.put("user", "root"); // it runs as root only if told to
        }
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining("", "[mysqld]\n", ""));
    }

    /// The JDBC URL of a database of this server, without user and password.
    public String url(String database) {
        return "jdbc:mysql://" + Ports.HOST + ":" + port + "/" + database;
    }

    /// Has every privilege.
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
        try (Connection connection = DriverManager.getConnection(url(""), USER, password);
                var create = connection.createStatement()) {
            create.execute("CREATE DATABASE IF NOT EXISTS `" + name.replace("`", "``") + "`");
        } catch (SQLException e) {
            throw new EmbeddedServerException(
                    "The embedded MySQL made no database " + name, folder.path(), e);
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
