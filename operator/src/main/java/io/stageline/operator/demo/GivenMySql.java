package io.stageline.operator.demo;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A MySQL server that was there before, and stays. The shop's database is its own: others of the server are left alone.
record GivenMySql(String url, String user, String password, String client) implements DemoDatabase {
    /// @param given `jdbc:mysql://host:3306/?user=…&password=…`, of an account that may create the shop's database
    /// @throws IllegalArgumentException if it is no such URL
    static GivenMySql open(String given) throws SQLException {
        URI place = uri(given);
        String query = place.getRawQuery() == null ? "" : place.getRawQuery();
        String rest =
                Arrays.stream(query.split("&", -1))
                        .filter(it -> !it.startsWith("user=") && !it.startsWith("password="))
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining("&", "?", ""));
        String server = "jdbc:mysql://" + place.getRawAuthority() + "/";
        String parameters = rest.equals("?") ? "" : rest;
        int port = place.getPort() < 0 ? 3306 : place.getPort();
        String user = value(query, "user");
        var demo =
                new GivenMySql(
                        server + Shop.DATABASE + parameters,
                        user,
                        value(query, "password"),
                        "mysql -h %s -P %d -u %s -p %s"
                                .formatted(place.getHost(), port, user, Shop.DATABASE));
        Shop.createDatabase(server + parameters, demo);
        Shop.create(demo);
        return demo;
    }

    /// Host and port.
    static String place(String given) {
        return String.valueOf(uri(given).getRawAuthority());
    }

    private static URI uri(String given) {
        if (!given.startsWith("jdbc:mysql://")) {
            throw new IllegalArgumentException(
                    "Not a URL like jdbc:mysql://host:3306/?user=root&password=secret");
        }
        return URI.create(given.substring("jdbc:".length()));
    }

    private static String value(String query, String key) {
        return Arrays.stream(query.split("&", -1))
                .filter(it -> it.startsWith(key + "="))
                .map(it ->
                        URLDecoder.decode(it.substring(key.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        // it is not ours
    }
}
