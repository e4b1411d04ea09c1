package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.RealDatabase;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// The conflict a scenario must come to, as properties: `sequence`, `type`, `table`, and where they matter `constraint`,
/// `key.COLUMN` for each column of the row key, `says` for a piece of the sentence.
record ExpectedConflict(
        long sequence,
        String type,
        String table,
        Optional<String> constraint,
        Map<String, String> key,
        Optional<String> says) {
    private static final String KEY = "key.";

    static ExpectedConflict of(Properties properties) {
        Map<String, String> key = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(KEY))
                .forEach(name ->
                        key.put(name.substring(KEY.length()), properties.getProperty(name)));
        return new ExpectedConflict(
                Long.parseLong(properties.getProperty("sequence")),
                properties.getProperty("type"),
                properties.getProperty("table"),
                Optional.ofNullable(properties.getProperty("constraint")),
                key,
                Optional.ofNullable(properties.getProperty("says")));
    }

    void check(FoundConflict found, RealDatabase production) {
        assertThat(found.type()).as("type of %s", found).isEqualTo(type);
        assertThat(found.table())
                .as("table of %s", found)
                .isEqualTo(table.replaceFirst("^public\\.", production.schema() + "."));
        assertThat(found.sequence()).as("sequence of %s", found).isEqualTo(sequence);
        constraint.ifPresent(name ->
                assertThat(found.constraint()).as("constraint of %s", found).contains(name));
        key.forEach((column, value) ->
                assertThat(found.keyValue(production, column))
                        .as("key column %s of %s", column, found)
                        .isEqualTo(value));
        says.ifPresent(words -> assertThat(found.sentence()).contains(words));
    }
}
