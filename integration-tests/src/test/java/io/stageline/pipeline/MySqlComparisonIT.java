package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.database.TableSelection;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The measure itself: what two MySQL databases must differ in to be told apart.
class MySqlComparisonIT {
    private static final MySqlDatabase PRODUCTION = Servers.mysql(Role.PRODUCTION).createDatabase();
    private static final MySqlDatabase STAGING =
            Servers.mysql(Role.STAGING).createDatabase(PRODUCTION.name());

    @AfterAll
    static void drop() {
        STAGING.close();
        PRODUCTION.close();
    }

    @Test
    void findsNothingBetweenEqualRowsInAnyOrder() {
        assertThat(differences("int", "(1), (NULL), (NULL)", "(NULL), (1), (NULL)")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    int                            | (1)                       | (1), (1)
                    int                            | (0)                       | (NULL)
                    varchar(9)                     | ('a')                     | ('A')
                    varchar(9)                     | ('a')                     | ('a ')
                    varchar(9)                     | ('')                      | (NULL)
                    varchar(9)                     | ('NULL')                  | (NULL)
                    varchar(9) CHARACTER SET latin1 | ('?')                    | ('€')
                    decimal(8,2)                   | (1.5)                     | (1.51)
                    float                          | (0.1)                     | (0.10000001e0)
                    double                         | (0.3)                     | (0.1e0 + 0.2e0)
                    double                         | (0e0)                     | (-0e0)
                    date                           | ('0000-00-00')            | (NULL)
                    datetime(6)                    | ('2026-01-01')            | ('2026-01-01 00:00:00.000001')
                    time                           | ('24:00:00')              | ('00:00:00')
                    enum('a', '')                  | ('')                      | (0)
                    set('a', 'b')                  | ('a')                     | ('a,b')
                    json                           | ('1')                     | ('1.0')
                    json                           | ('"1"')                   | ('1')
                    varbinary(9)                   | (x'00')                   | (x'0000')
                    bit(9)                         | (1)                       | (2)
                    geometry                       | (ST_GeomFromText('POINT(1 2)')) | (ST_GeomFromText('POINT(1 2)', 4326))
                    """)
    void tellsWhatEqualityOfTypesHides(String type, String here, String there) {
        assertThat(differences(type, here, there)).isNotEmpty();
    }

    private static List<String> differences(String type, String here, String there) {
        String table =
                "SET sql_mode = ''; DROP TABLE IF EXISTS item; CREATE TABLE item (v " + type + ");";
        STAGING.execute(table + "INSERT INTO item VALUES " + here);
        PRODUCTION.execute(table + "INSERT INTO item VALUES " + there);
        return MySqlComparison.differences(
                STAGING, PRODUCTION, new TableSelection(List.of("*.*"), List.of()));
    }
}
