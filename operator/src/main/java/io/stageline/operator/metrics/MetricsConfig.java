package io.stageline.operator.metrics;

import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a running pipeline serves its metrics.
public record MetricsConfig(
        @Doc(
                        "Address to serve metrics for Prometheus at, `host:port`; the path is `/metrics`. Whoever reaches it may read"
                                + " them: names, counts and times, nothing of what the tables hold. Left out, none are served.")
                Optional<String> bind) {
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:\\[(?<v6>[0-9a-fA-F:.]+)]|(?<host>[^\\s:\\[\\]]+))"
                            + ":(?<port>\\d{1,4}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])");

    public MetricsConfig {
        bind.ifPresent(address ->
                Require.matches(
                        "bind",
                        address,
                        ADDRESS.pattern(),
                        "host:port, like 127.0.0.1:9485 or [::1]:9485"));
    }

    /// Not resolved yet; empty where no metrics are wanted.
    Optional<InetSocketAddress> address() {
        return bind.map(ADDRESS::matcher)
                .filter(Matcher::matches)
                .map(address -> {
                    String host =
                            Optional.ofNullable(address.group("v6")).orElse(address.group("host"));
                    return InetSocketAddress.createUnresolved(
                            host, Integer.parseInt(address.group("port")));
                });
    }
}
