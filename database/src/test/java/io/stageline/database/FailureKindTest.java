package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {
    @ParameterizedTest
    @CsvSource({
        "08006, CONNECTION",
        "08001, CONNECTION",
        "53300, CONNECTION",
        "40003, CONNECTION",
        "40P01, DEADLOCK",
        "40001, SERIALIZATION",
        "55P03, LOCK_TIMEOUT",
        "57P01, SHUTDOWN",
        "57P03, SHUTDOWN",
        "53100, DISK_FULL",
        "25006, READ_ONLY",
        "57014, STATEMENT_TIMEOUT",
        "23505, UNIQUE",
        "23P01, UNIQUE",
        "23503, FOREIGN_KEY",
        "23001, RESTRICT",
        "44000, INTEGRITY",
        "22001, VALUE",
        "P0001, VALUE",
        "42P01, SCHEMA",
        "42703, SCHEMA",
        "428C9, SCHEMA",
        "42501, PRIVILEGE",
        "28P01, PRIVILEGE",
        "XX000, OTHER",
        "42601, OTHER"
    })
    void tellsTheKindByTheSqlState(String sqlState, FailureKind kind) {
        assertThat(FailureKind.kindOf(new SQLException("", sqlState))).isEqualTo(kind);
    }

    @Test
    void knowsNothingOfAnErrorWithoutSqlState() {
        assertThat(FailureKind.kindOf(new SQLException("broken"))).isEqualTo(FailureKind.OTHER);
    }
}
