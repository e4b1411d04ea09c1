package io.stageline.operator.doctor;

import io.stageline.database.Dialect;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/// Whether a server is one that works, and new enough.
final class ServerVersion {
    private ServerVersion() {}

    /// The oldest that works.
    private record Oldest(int major, int minor) {
        @Override
        public String toString() {
            return minor == 0 ? Integer.toString(major) : major + "." + minor;
        }
    }

    static Finding examine(Facts facts) throws SQLException {
        DatabaseMetaData server = facts.connection().getMetaData();
        String version = server.getDatabaseProductVersion();
        String product = Dialect.of(facts.connection()).product();
        String subject = facts.server() + " " + facts.place();
        if (version.contains("MariaDB")) {
            return Finding.error(
                    facts.id("version"),
                    subject,
                    "The server is MariaDB, which is not supported yet.");
        }
        return isSupported(facts)
                ? Finding.ok(facts.id("version"), subject, product + " " + version + " answers.")
                : Finding.error(
                        facts.id("version"),
                        subject,
                        "%s %s is too old: %s or newer is needed."
                                .formatted(product, version, oldest(facts)));
    }

    static boolean isSupported(Facts facts) throws SQLException {
        DatabaseMetaData server = facts.connection().getMetaData();
        Oldest oldest = oldest(facts);
        int major = server.getDatabaseMajorVersion();
        boolean recent =
                major > oldest.major
                        || (major == oldest.major
                                && server.getDatabaseMinorVersion() >= oldest.minor);
        return recent && !server.getDatabaseProductVersion().contains("MariaDB");
    }

    private static Oldest oldest(Facts facts) throws SQLException {
        return Dialect.of(facts.connection()).choose(new Oldest(14, 0), new Oldest(8, 4));
    }
}
