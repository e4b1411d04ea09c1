package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every type's values: read as text, written back from it, and the same bytes again.
class MySqlTypesIT {
    private static MySqlDatabase shop = new MySqlDatabase(new MySqlServer("", 0, "", ""), "");

    /// Looser than ours, as an editor's session may be: it lets everything in that MySQL can hold.
    private static final String EDITOR =
            "SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = 'SYSTEM'; ";

    @BeforeAll
    static void create() {
        shop = Servers.mysql(Role.PRODUCTION).createDatabase();
    }

    @AfterAll
    static void drop() {
        shop.close();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                type("tinyint", "-128", "0", "127"),
                type("tinyint(1)", "1", "0", "7"),
                type("tinyint unsigned", "255"),
                type("smallint", "-32768", "32767"),
                type("mediumint unsigned", "16777215"),
                type("int", "-2147483648", "2147483647"),
                type("int(6) unsigned zerofill", "42"),
                type("bigint", "-9223372036854775808", "9223372036854775807"),
                type("bigint unsigned", "18446744073709551615", "9223372036854775808"),
                type("bigint unsigned zerofill", "18446744073709551615"),
                type(
                        "decimal(65,30)",
                        "99999999999999999999999999999999999.999999999999999999999999999999",
                        "-0.000000000000000000000000000001",
                        "0"),
                type("decimal(5,2) zerofill", "1.50"),
                type("float", "0.1", "3.4028235e38", "1.4e-45", "16777217", "-0e0", "1e15"),
                type("float(7,3)", "1234.567"),
                type(
                        "double",
                        "0.1",
                        "1.7976931348623157e308",
                        "5e-324",
                        "2.2250738585072014e-308",
                        "1e22",
                        "-0e0",
                        "123456789012345680"),
                type("double(20,4)", "1234567890.1234"),
                type("bit(1)", "1", "0"),
                type("bit(17)", "b'10000000000000001'"),
                type("bit(64)", "18446744073709551615", "48"),
                type("year", "0", "1901", "2155"),
                type("date", "'0000-00-00'", "'2026-00-00'", "'2026-02-30'", "'9999-12-31'"),
                type("datetime", "'0000-00-00 00:00:00'", "'1000-01-01 00:00:00'"),
                type("datetime(6)", "'9999-12-31 23:59:59.999999'", "'2026-03-29 02:30:00.000001'"),
                type("datetime(3)", "'2026-00-31 23:59:59.120'"),
                type("timestamp", "'0000-00-00 00:00:00'", "'2026-10-25 01:30:00'"),
                type(
                        "timestamp(6)",
                        "'1970-01-01 00:00:01.000001'",
                        "'2038-01-19 03:14:07.499999'"),
                type("time", "'838:59:59'", "'-838:59:59'", "'00:00:00'"),
                type("time(6)", "'-00:00:00.000001'", "'100:00:00.999999'"),
                type("char(10)", "'a  '", "''", "'Ä 𝄞'"),
                type("varchar(40)", "'a  '", "''", "'Ä 𝄞 \\\\ '' \" \\0 \\n'", "'%_\\\\%'"),
                type("varchar(40) CHARACTER SET latin1", "x'80C4D6DCDF8F'", "'€'"),
                type("varchar(40) CHARACTER SET utf16", "'Ä 𝄞'"),
                type("varchar(40) CHARACTER SET sjis", "x'835C955C'"),
                type("varchar(40) CHARACTER SET gb18030", "'中𝄞'"),
                type("varchar(40) COLLATE utf8mb4_bin", "'A '"),
                type("text", "repeat('𝄞', 500)", "''"),
                type("longtext CHARACTER SET latin1", "repeat('ß', 70000)"),
                type("binary(6)", "x'00FF0A'", "x'000000000000'", "''"),
                type("varbinary(300)", "x'00FF0A20'", "''", "repeat(x'00', 300)"),
                type("tinyblob", "x'5C27'"),
                type("longblob", "repeat(x'FF00', 60000)"),
                type("enum('small','', 'x,y','2','1')", "1", "2", "'x,y'", "'1'", "'2'"),
                type("set('a','b','c d')", "''", "'a,c d'", "7"),
                type(
                        "json",
                        "'{\"b\": [1, 2.50, 1e3, null, true], \"a\": \"Ä 𝄞 \\\\\" \\\\\\\\ \\\\u0001\"}'",
                        "'1.0'",
                        "'\"text\"'",
                        "'null'",
                        "'18446744073709551615'"),
                type(
                        "geometry",
                        "ST_GeomFromText('POINT(1 2)')",
                        "ST_GeomFromText('POINT(48 11)', 4326)"),
                type("point SRID 4326", "ST_GeomFromText('POINT(48.5 11.25)', 4326)"),
                type("linestring", "ST_GeomFromText('LINESTRING(0 0, 1 1, 2 0)')"),
                type("multipolygon", "ST_GeomFromText('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))')"),
                type("geomcollection", "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2))')"),
                type("vector(3)", "TO_VECTOR('[1, 0.1, -3e38]')"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void readAsTextAndWrittenBackIsTheSame(String type, List<String> values) throws SQLException {
        String table = "t" + Integer.toHexString(type.hashCode());
        shop.execute(
                "CREATE TABLE %s (id int PRIMARY KEY, v %s)".formatted(table, type)
                        + (type.contains("SRID") ? " COMMENT 'one reference system'" : ""));
        for (int i = 0; i < values.size(); i++) {
            shop.execute(
                    EDITOR + "INSERT INTO %s VALUES (%d, %s)".formatted(table, i, values.get(i)));
        }
        try (MySqlSession session = MySqlSession.open(shop)) {
            Column column = session.table(table).column("v").orElseThrow();
            for (int i = 0; i < values.size(); i++) {
                writeBack(session, table, column, i);
            }
        }
    }

    /// Also through JSON_TABLE, in which whole batches travel.
    private static void writeBack(MySqlSession session, String table, Column column, int id)
            throws SQLException {
        String text = text(session, table, column, id);
        int copy = 1000 + id;
        String batch = 2000 + id + "";
        session.update(
                "INSERT INTO %s VALUES (%d, %s)"
                        .formatted(table, copy, MySqlText.valueOf(column, "?")),
                text);
        session.update(
                """
                INSERT INTO %s SELECT %s, %s FROM JSON_TABLE(JSON_ARRAY(JSON_ARRAY(?)), '$[*]'
                    COLUMNS (v longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin PATH '$[0]' ERROR ON ERROR)) j
                """
                        .formatted(table, batch, MySqlText.valueOf(column, "j.v")),
                text);

        for (String written : List.of(Integer.toString(copy), batch)) {
            assertThat(text(session, table, column, Integer.parseInt(written))).isEqualTo(text);
            assertThat(
                            session.value(
                                    """
                                    SELECT coalesce(hex(a.v) = hex(b.v), false) AND (%s)
                                    FROM %s a JOIN %s b ON a.id = %d AND b.id = %s
                                    """
                                            .formatted(
                                                    sameInside(column), table, table, id, written)))
                    .as("%s as %s", column.formattedType(), text)
                    .isEqualTo("1");
        }
        if (column.type().comparable()) {
            assertThat(
                            session.update(
                                    """
                                    UPDATE JSON_TABLE(JSON_ARRAY(JSON_ARRAY(?)), '$[*]'
                                        COLUMNS (v longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin PATH '$[0]' ERROR ON ERROR)) j
                                    STRAIGHT_JOIN %s t ON t.id = %d AND t.v = %s SET t.v = t.v
                                    """
                                            .formatted(
                                                    table,
                                                    copy,
                                                    MySqlText.comparedWith(column, "j.v")),
                                    text))
                    .as("found by its text: %s %s", column.formattedType(), text)
                    .isOne();
        }
    }

    /// What a value's printed form may hide.
    private static String sameInside(Column column) {
        return switch (column.type().name()) {
            case "json" -> "a.v = b.v";
            case "float", "double" -> "a.v = b.v AND concat(0 + a.v) = concat(0 + b.v)";
            case "enum", "set" -> "a.v + 0 = b.v + 0";
            default -> "true";
        };
    }

    @Test
    void anEnumThatHoldsNoMemberIsNotWritten() throws SQLException {
        shop.execute("CREATE TABLE wrong (id int PRIMARY KEY, v enum('a', 'b'))");
        shop.execute(EDITOR + "INSERT INTO wrong VALUES (1, 'c')");
        try (MySqlSession session = MySqlSession.open(shop)) {
            Column column = session.table("wrong").column("v").orElseThrow();

            assertThat(text(session, "wrong", column, 1)).isEmpty();
            assertThat(session.refusal("INSERT INTO wrong VALUES (2, '')").map(FailureKind::kindOf))
                    .contains(FailureKind.VALUE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int",
                "bigint unsigned",
                "decimal(20,4)",
                "datetime(6)",
                "varchar(40)",
                "varchar(40) CHARACTER SET latin1",
                "char(5) COLLATE utf8mb4_bin",
                "varbinary(40)",
                "bit(20)",
                "double"
            })
    void aBatchFindsItsRowsThroughTheIndex(String type) throws SQLException {
        String table = "i" + Integer.toHexString(type.hashCode());
        shop.execute(
                "CREATE TABLE %s (id int PRIMARY KEY, v %s UNIQUE)".formatted(table, type)
                        + "; INSERT INTO %s (id) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i FROM n"
                                .formatted(table)
                        + "; ANALYZE TABLE "
                        + table);
        try (MySqlSession session = MySqlSession.open(shop)) {
            Column column = session.table(table).column("v").orElseThrow();

            assertThat(
                            session.value(
                                    """
                                    EXPLAIN FORMAT = TREE UPDATE JSON_TABLE('[["1"]]', '$[*]'
                                        COLUMNS (v longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin PATH '$[0]' ERROR ON ERROR)) j
                                    STRAIGHT_JOIN %s t ON t.v = %s SET t.id = t.id
                                    """
                                            .formatted(
                                                    table, MySqlText.comparedWith(column, "j.v"))))
                    .contains("Single-row index lookup on t using v");
        }
    }

    private static String text(MySqlSession session, String table, Column column, int id)
            throws SQLException {
        return Objects.requireNonNull(
                session.value(
                        "SELECT %s FROM %s WHERE id = %d"
                                .formatted(MySqlText.textOf(column, "v"), table, id)));
    }

    private static Arguments type(String type, String... values) {
        return Arguments.of(type, List.of(values));
    }
}
