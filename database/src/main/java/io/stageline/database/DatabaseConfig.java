package io.stageline.database;

import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import io.stageline.configuration.Secret;

/// How to reach staging or production.
public record DatabaseConfig(
        @Doc(
                        "JDBC URL, `jdbc:postgresql://host:port/database` or `jdbc:mysql://host:port/database`, with the driver's own parameters where needed; staging and production are of one kind.")
                String url,
        @Doc("User name.") String user,
        @Doc("Password; best as ${file:/run/secrets/…} or ${env:…}.") Secret password) {
    public DatabaseConfig {
        Require.matches(
                "url",
                url,
                "jdbc:(postgresql|mysql)://.+/[^/?]+(\\?.*)?",
                "a URL like jdbc:postgresql://host:5432/database");
        Require.notEmpty("user", user);
    }
}
