package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.RowImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Values of every type come through to the last bit, in one form a type.
class MySqlTypesIT {
    /// @param literal as staging is told it
    /// @param text as the change log must have it
    record Value(String type, String literal, String text) {
        @Override
        public String toString() {
            return type + " " + literal;
        }
    }

    static List<Value> values() {
        return List.of(
                new Value("tinyint", "-128", "-128"),
                new Value("tinyint unsigned", "255", "255"),
                new Value("smallint", "-32768", "-32768"),
                new Value("smallint unsigned", "65535", "65535"),
                new Value("mediumint", "-8388608", "-8388608"),
                new Value("mediumint unsigned", "16777215", "16777215"),
                new Value("int", "-2147483648", "-2147483648"),
                new Value("int unsigned", "4294967295", "4294967295"),
                new Value("bigint", "-9223372036854775808", "-9223372036854775808"),
                new Value("bigint unsigned", "18446744073709551615", "18446744073709551615"),
                new Value("bit(1)", "1", "1"),
                new Value("bit(64)", "18446744073709551615", "18446744073709551615"),
                new Value("bit(9)", "b'100000001'", "257"),
                new Value("year", "0", "0"),
                new Value("year", "2155", "2155"),
                new Value("float", "0.1", "0.10000000149011612"),
                new Value("double", "-1.7976931348623157e308", "-1.7976931348623157E308"),
                new Value("double", "0.1", "0.1"),
                new Value(
                        "decimal(65, 30)",
                        "-99999999999999999999999999999999999.999999999999999999999999999999",
                        "-99999999999999999999999999999999999.999999999999999999999999999999"),
                new Value("decimal(65, 30)", "1.5", "1.500000000000000000000000000000"),
                new Value("decimal(10)", "-7", "-7"),
                new Value("decimal(20, 20)", "0.00000000000000000001", "0.00000000000000000001"),
                new Value("decimal(19, 9)", "1000000000.000000001", "1000000000.000000001"),
                new Value("date", "'0000-00-00'", "0000-00-00"),
                new Value("date", "'2024-00-00'", "2024-00-00"),
                new Value("date", "'9999-12-31'", "9999-12-31"),
                new Value("time", "'-838:59:59'", "-838:59:59"),
                new Value("time(6)", "'838:59:58.999999'", "838:59:58.999999"),
                new Value("time(6)", "'-00:00:00.000001'", "-00:00:00.000001"),
                new Value("time(1)", "'-25:00:00.9'", "-25:00:00.9"),
                new Value("time(3)", "'-01:00:00.001'", "-01:00:00.001"),
                new Value("datetime", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00"),
                new Value(
                        "datetime(6)",
                        "'1000-01-01 23:59:59.000001'",
                        "1000-01-01 23:59:59.000001"),
                new Value("datetime(3)", "'9999-12-31 23:59:59.999'", "9999-12-31 23:59:59.999"),
                new Value(
                        "timestamp(6) NULL", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00.000000"),
                new Value(
                        "timestamp(6) NULL",
                        "'2024-10-27 02:30:00.000001+02:00'",
                        "2024-10-27 00:30:00.000001"),
                new Value("timestamp NULL", "'2038-01-19 03:14:07+00:00'", "2038-01-19 03:14:07"),
                new Value("char(5)", "' a  '", " a"),
                new Value("varchar(300) CHARACTER SET utf8mb4", "'ä𝄞 '", "ä𝄞 "),
                new Value("varchar(300) CHARACTER SET latin1", "_latin1 0x80E9810D", "€é\u0081\r"),
                new Value("varchar(30) CHARACTER SET koi8r", "'Привет'", "Привет"),
                new Value("text CHARACTER SET utf16", "'ä𝄞'", "ä𝄞"),
                new Value("longtext", "''", ""),
                new Value("binary(4)", "0x0100", "AQAAAA=="),
                new Value("varbinary(9)", "0xFF00", "/wA="),
                new Value("blob", "0x00FF", "AP8="),
                new Value("enum('a', 'é,') CHARACTER SET latin1", "'é,'", "é,"),
                new Value("enum('a', 'b')", "0", ""),
                new Value("set('x', 'y', 'ä')", "'ä,x'", "x,ä"),
                new Value("set('x', 'y')", "''", ""),
                new Value(
                        "json",
                        "'{\"b\": [1, 1.0, -0.5e300, null, true], \"a\\\\n\": \"ä\\\\u0001\"}'",
                        "{\"b\": [1, 1.0, -5.0E299, null, true], \"a\\n\": \"ä\\u0001\"}"),
                new Value(
                        "json",
                        "json_array(18446744073709551615, cast('2024-01-02 03:04:05.6' AS datetime(6)), cast(1.50 AS decimal(5,2)), cast('-10:00:00.000001' AS time(6)), cast('2024-01-02' AS date))",
                        "[18446744073709551615, \"2024-01-02 03:04:05.600000\", 1.50, \"-10:00:00.000001\", \"2024-01-02\"]"),
                new Value(
                        "point",
                        "ST_GeomFromText('POINT(1 2)', 4326)",
                        "5hAAAAEBAAAAAAAAAAAAAEAAAAAAAADwPw=="),
                new Value("vector(2)", "TO_VECTOR('[1,2]')", "AACAPwAAAEA="));
    }

    @Test
    void tellsValuesOfEveryTypeToTheLastBit() {
        List<Value> values = values();
        try (var pipeline = new MySqlPipeline()) {
            var create = new StringBuilder("CREATE TABLE v (id int PRIMARY KEY");
            var insert = new StringBuilder();
            for (int i = 0; i < values.size(); i++) {
                create.append(", c%d %s".formatted(i, values.get(i).type()));
                insert.append(", ").append(values.get(i).literal());
            }
            pipeline.staging.execute(create + ")");
            pipeline.start().streaming().close();
            pipeline.staging.execute(
                    "SET SESSION sql_mode = 'ALLOW_INVALID_DATES'; INSERT INTO v VALUES (1"
                            + insert
                            + "); INSERT INTO v (id) VALUES (2)");
            pipeline.captureAll();
            List<RowImage> rows =
                    pipeline.entries().stream()
                            .filter(LogEntry.Change.class::isInstance)
                            .map(entry ->
                                    ((ChangeEvent.Insert) ((LogEntry.Change) entry).event())
                                            .after())
                            .toList();
            assertThat(rows).hasSize(2);
            for (int i = 0; i < values.size(); i++) {
                assertThat(rows.getFirst().value("c" + i))
                        .as(values.get(i).toString())
                        .isEqualTo(values.get(i).text());
                assertThat(rows.get(1).value("c" + i)).isNull();
            }
        }
    }
}
