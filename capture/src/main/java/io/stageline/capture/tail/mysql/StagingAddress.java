package io.stageline.capture.tail.mysql;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of staging's JDBC URL that the binlog client needs: it does not know the JDBC driver's.
///
/// @param database empty when the URL names none
/// @param parameters by their names in lower case
record StagingAddress(String host, int port, String database, Map<String, String> parameters) {
    private static final Pattern URL =
            Pattern.compile(
                    "jdbc:mysql://(?:[^@/?]*@)?(\\[[^]]+]|[^:/?,\\[(]+)(?::(\\d{1,5}))?(?:/([^?]*))?(?:\\?(.*))?");
    private static final int DEFAULT_PORT = 3306;

    StagingAddress {
        parameters = Map.copyOf(parameters);
    }

    static StagingAddress parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a URL like jdbc:mysql://host:3306/database with one host");
        }
        String host = matcher.group(1);
        return new StagingAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                matcher.group(2) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? "" : decoded(matcher.group(3)),
                parameters(matcher.group(4) == null ? "" : matcher.group(4)));
    }

    /// A parameter of the URL, whose names the driver takes in any case of letters.
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /// As Connector/J takes it: encrypted where the server can, unless told otherwise; its older parameters count only without `sslMode`.
    SSLMode sslMode() {
        return parameter("sslMode")
                .map(mode -> SSLMode.valueOf(mode.toUpperCase(Locale.ROOT)))
                .orElseGet(this::olderMode);
    }

    private SSLMode olderMode() {
        if (!isTrue("useSSL", true)) {
            return SSLMode.DISABLED;
        } else if (isTrue("verifyServerCertificate", false)) {
            return SSLMode.VERIFY_CA;
        }
        return isTrue("requireSSL", false) ? SSLMode.REQUIRED : SSLMode.PREFERRED;
    }

    private boolean isTrue(String name, boolean otherwise) {
        return parameter(name)
                .map(value -> "true".equalsIgnoreCase(value) || "yes".equalsIgnoreCase(value))
                .orElse(otherwise);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parameter.substring(0, equals).toLowerCase(Locale.ROOT),
                        decoded(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
