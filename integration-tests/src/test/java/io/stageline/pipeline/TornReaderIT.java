package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The measure itself: what a reader calls torn.
class TornReaderIT {
    private static final String TABLES =
            """
            CREATE TABLE debit (amount bigint); CREATE TABLE credit (amount bigint);
            CREATE TABLE ledger (transaction bigint, line int, line_count int);
            """;

    @Test
    void seesNothingWhereEverythingIsWhole() {
        assertThat(
                        seen(
                                "INSERT INTO debit VALUES (5); INSERT INTO credit VALUES (2), (3);"
                                        + "INSERT INTO ledger VALUES (1, 1, 2), (1, 2, 2)"))
                .isEmpty();
    }

    @Test
    void seesOneSideOfATransfer() {
        assertThat(seen("INSERT INTO debit VALUES (5); INSERT INTO credit VALUES (2)"))
                .containsExactly("debit and credit differ by 3");
    }

    @Test
    void seesAPartOfASourceTransaction() {
        assertThat(seen("INSERT INTO ledger VALUES (7, 1, 2), (8, 1, 1)"))
                .containsExactly("source transaction 7 shows 1 of 2 lines");
    }

    private static List<String> seen(String rows) {
        try (TestDatabase production = Servers.postgres(Role.PRODUCTION).createDatabase()) {
            production.execute(TABLES + rows);
            var reader = new TornReader(production);
            reader.end(); // it looks once before it asks
            reader.run();
            return reader.torn();
        }
    }
}
