package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The measure itself: what two databases must differ in to be told apart.
class DatabaseComparisonIT {

    @Test
    void findsNothingBetweenEqualRowsInAnyOrder() {
        assertThat(differences("(1, 'a'), (2, NULL), (2, NULL)", "(2, NULL), (1, 'a'), (2, NULL)"))
                .isEmpty();
    }

    @Test
    void tellsEveryKindOfDifference() {
        assertThat(differences("(1, 'a')", "")).as("a missing row").isNotEmpty();
        assertThat(differences("", "(1, 'a')")).as("a row too many").isNotEmpty();
        assertThat(differences("(1, 'a')", "(1, 'a'), (1, 'a')")).as("a doubled row").isNotEmpty();
        assertThat(differences("(1, '')", "(1, NULL)")).as("NULL for empty").isNotEmpty();
        assertThat(differences("(1.0, '')", "(1.00, '')")).as("digits").isNotEmpty();
        assertThat(differences("('NaN', '')", "('Infinity', '')")).as("numbers").isNotEmpty();
    }

    @Test
    void tellsWhatEqualityOfTypesHides() {
        assertThat(differences("float8", "'0'", "'-0'")).isNotEmpty();
        assertThat(differences("float8", "'0.30000000000000004'", "'0.3'")).isNotEmpty();
        assertThat(differences("int[]", "'{1,2}'", "'[0:1]={1,2}'")).isNotEmpty();
        assertThat(differences("interval", "'1 day'", "'24 hours'")).isNotEmpty();
        assertThat(differences("json", "'{\"a\":1}'", "'{\"a\": 1}'")).isNotEmpty();
        assertThat(differences("timestamptz", "'infinity'", "'-infinity'")).isNotEmpty();
        assertThat(differences("bytea", "'\\x00'", "'\\x'")).isNotEmpty();
        assertThat(differences("varchar", "'a '", "'a'")).isNotEmpty();
        assertThat(differences("xid8", "'1'", "'2'")).isNotEmpty();
        assertThat(differences("aclitem[]", "'{=r/postgres}'", "'{=w/postgres}'")).isNotEmpty();
    }

    private static List<String> differences(String type, String here, String there) {
        String table = "CREATE TABLE item (v " + type + ");";
        return compare(
                table + "INSERT INTO item VALUES (" + here + ");",
                table + "INSERT INTO item VALUES (" + there + ");");
    }

    private static List<String> differences(String rowsHere, String rowsThere) {
        String table = "CREATE TABLE item (n numeric, t text);";
        return compare(table + insert(rowsHere), table + insert(rowsThere));
    }

    private static String insert(String rows) {
        return rows.isEmpty() ? "" : "INSERT INTO item VALUES " + rows + ";";
    }

    private static List<String> compare(String here, String there) {
        String reset = "DROP TABLE IF EXISTS item;";
        STAGING.execute(reset + here);
        PRODUCTION.execute(reset + there);
        return DatabaseComparison.differences(STAGING, PRODUCTION, Pipeline.PUBLIC);
    }

    private static final TestDatabase STAGING = Servers.postgres(Role.STAGING).createDatabase();
    private static final TestDatabase PRODUCTION =
            Servers.postgres(Role.PRODUCTION).createDatabase();

    @org.junit.jupiter.api.AfterAll
    static void drop() {
        STAGING.close();
        PRODUCTION.close();
    }
}
