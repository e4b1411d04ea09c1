package io.stageline.testing;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// A server named by a JDBC URL that carries its user and password.
final class MySqlUrl {
    private static final String JDBC = "jdbc:";

    private MySqlUrl() {}

    static MySqlServer parse(String url) {
        if (!url.startsWith(JDBC + "mysql://")) {
            throw new IllegalArgumentException("Not a JDBC URL of MySQL: " + url);
        }
        URI place = URI.create(url.substring(JDBC.length()));
        Map<String, String> properties =
                place.getQuery() == null
                        ? Map.of()
                        : Arrays.stream(place.getQuery().split("&"))
                                .map(property -> property.split("=", 2))
                                .collect(Collectors.toMap(it -> it[0], it -> it[1]));
        return new MySqlServer(
                place.getHost(),
                place.getPort() < 0 ? 3306 : place.getPort(),
                properties.getOrDefault("user", "root"),
                properties.getOrDefault("password", ""));
    }
}
