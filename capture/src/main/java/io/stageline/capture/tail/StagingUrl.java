package io.stageline.capture.tail;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of staging's JDBC URL, as Debezium wants them: it puts `host:port` together again, so of several hosts all
/// but the last port are part of the host.
///
/// @param databaseName as the URL has it, still encoded
/// @param parameters the driver's own, decoded
record StagingUrl(String host, String port, String databaseName, Map<String, String> parameters) {
    private static final Pattern URL =
            Pattern.compile("jdbc:postgresql://([^/?]+)/([^/?]+)(?:\\?(.*))?");
    private static final String DEFAULT_PORT = "5432";

    static StagingUrl parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a URL like jdbc:postgresql://host:5432/database");
        }
        String hosts = matcher.group(1);
        int colon = hosts.lastIndexOf(':');
        boolean hasPort = colon > hosts.lastIndexOf(']') && colon > hosts.lastIndexOf(',');
        return new StagingUrl(
                hasPort ? hosts.substring(0, colon) : hosts,
                hasPort ? hosts.substring(colon + 1) : DEFAULT_PORT,
                matcher.group(2),
                parameters(matcher.group(3) == null ? "" : matcher.group(3)));
    }

    /// The name as the catalogue has it.
    String plainDatabaseName() {
        return URLDecoder.decode(databaseName, StandardCharsets.UTF_8);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parameter.substring(0, equals),
                        URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
