package io.stageline.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/// A MySQL server that tests share, seen by a user with every privilege. Each test takes a database of its own from it.
public record MySqlServer(String host, int port, String user, String password) {

    public String url(String database) {
        return "jdbc:mysql://" + host + ":" + port + "/" + database;
    }

    /// An empty database with a random name; closing it drops it.
    public MySqlDatabase createDatabase() {
        return createDatabase(randomName());
    }

    static String randomName() {
        return "t" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /// An empty database; closing it drops it. Two servers may both have one of this name, as staging and production do.
    public MySqlDatabase createDatabase(String name) {
        try (Connection connection = connect("");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not create database " + name, e);
        }
        return new MySqlDatabase(this, name);
    }

    /// A session in which one call may carry several statements.
    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectionAttributes", "program_name:" + RealDatabase.TESTS);
        properties.setProperty("allowMultiQueries", "true");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        return DriverManager.getConnection(url(database), properties);
    }
}
