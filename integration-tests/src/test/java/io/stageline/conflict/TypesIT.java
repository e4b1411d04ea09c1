package io.stageline.conflict;

import static io.stageline.conflict.Production.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.ChangeEvent.Insert;
import io.stageline.changelog.ChangeEvent.Update;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import io.stageline.conflict.Production.Kind;
import io.stageline.conflict.Refusal.Cause;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A value of every type is recognised as what the change log says of it, and told apart from another one.
class TypesIT {
    private static final String POSTGRES_TYPES =
            """
            int2                  | -32768                              | 0
            int4                  | 2147483647                          | 0
            int8                  | -9223372036854775808                | 0
            numeric               | NaN                                 | Infinity
            numeric(30,10)        | 12345678901234567890.0000000001     | 0.0000000000
            float4                | 1.1754944e-38                       | -0
            float8                | 2.2250738585072014e-308             | -Infinity
            money                 | -$92,233,720,368,547,758.08         | $0.00
            bool                  | true                                | false
            char(5)               | ~ab   ~                             | ~abc  ~
            varchar(5)            | ~ab ~                               | ab
            text                  | ~~                                  | ~ ~
            text COLLATE "C"      | 𝔘ñ漢                                 | u
            name                  | pg_x                                | pg_y
            "char"                | a                                   | b
            bytea                 | AP/+                                | AA==
            date                  | 4713-01-01 BC                       | infinity
            time                  | 24:00:00                            | 00:00:00
            timetz                | 12:00:00.000001+15:59               | 12:00:00.000001+00
            timestamp             | 0044-03-15 12:00:00 BC              | -infinity
            timestamptz           | 294276-12-31 23:59:59.999999+00     | infinity
            interval              | -1 years -2 mons +3 days -04:05:06.000007 | 30 days
            bit(3)                | 101                                 | 100
            varbit                | 1                                   | 10
            uuid                  | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | 00000000-0000-0000-0000-000000000000
            json                  | {"a": 1, "a":2}                     | {"a":2}
            jsonb                 | {"a": 1.10}                         | {"a": 1.1}
            jsonpath              | $."a"                               | $."b"
            xml                   | <a>x</a><b/>                        | <a/>
            inet                  | 10.0.0.1/8                          | ::1
            cidr                  | 10.0.0.0/8                          | 10.0.0.0/9
            macaddr               | 08:00:2b:01:02:03                   | 08:00:2b:01:02:04
            macaddr8              | 08:00:2b:01:02:03:04:05             | 08:00:2b:01:02:03:04:06
            point                 | (1,2)                               | (1,3)
            line                  | {1,2,3}                             | {1,2,4}
            lseg                  | [(1,2),(3,4)]                       | [(1,2),(3,5)]
            box                   | (2,2),(0,0)                         | (4,1),(0,0)
            path                  | ((0,0),(1,1))                       | [(0,0),(1,1)]
            polygon               | ((0,0),(1,1),(1,0))                 | ((0,0),(1,1),(2,0))
            circle                | <(0,0),1>                           | <(1,0),1>
            tsvector              | 'a':1A 'b':2                        | 'a':1
            tsquery               | 'a' & 'b'                           | 'a'
            pg_lsn                | 16/B374D848                         | 0/0
            oid                   | 4294967295                          | 0
            int4range             | [1,10)                              | empty
            tstzrange             | ["2026-01-01 00:00:00+00",)         | (,)
            nummultirange         | {[1.0,2.0),[3.0,4.0)}               | {}
            int4[]                | [0:1]={1,NULL}                      | {1,NULL}
            text[]                | {{a,"b c"},{NULL,"NULL"}}           | {}
            bytea[]               | {"\\\\x00ff"}                       | {NULL}
            int2vector            | 1 2                                 | 1
            public.colour         | red                                 | green
            public.colour[]       | {red,NULL}                          | {green}
            public.price          | 1.50                                | 1.51
            public.place          | ("Main St, 1",)                     | (,)
            public.hstore         | "a"=>NULL, "b"=>"1"                 | "a"=>"1"
            public.citext         | Abc                                 | abc
            public.citext[]       | {Abc}                               | {abc}
            """;

    /// Values as [io.stageline.database.MySqlText] shows them: bytes as base64, a `float` with all the digits of its double.
    private static final String MYSQL_TYPES =
            """
            tinyint                     | -128                              | 0
            smallint unsigned           | 65535                             | 0
            mediumint                   | -8388608                          | 8388607
            int unsigned zerofill       | 42                                | 4294967295
            bigint                      | -9223372036854775808              | 0
            bigint unsigned             | 18446744073709551615              | 9223372036854775808
            decimal(65,30)              | -99999999999999999999999999999999999.999999999999999999999999999999 | 0.000000000000000000000000000000
            decimal(8,2)                | 1.50                              | -0.01
            float                       | 0.10000000149011612               | -3.4028234663852886e38
            double                      | 2.2250738585072014e-308           | -0.1
            bit(1)                      | 1                                 | 0
            bit(64)                     | 18446744073709551615              | 9223372036854775808
            year                        | 0                                 | 2155
            date                        | 0000-00-00                        | 2026-02-31
            datetime                    | 2026-00-31 23:59:59               | 9999-12-31 23:59:59
            datetime(6)                 | 1000-01-01 00:00:00.000001        | 0000-00-00 00:00:00.000000
            timestamp                   | 2026-10-25 01:30:00               | 1970-01-01 00:00:01
            timestamp(6)                | 2038-01-19 03:14:07.499999        | 0000-00-00 00:00:00.000000
            time                        | -838:59:59                        | 00:00:00
            time(6)                     | -00:00:00.000001                  | 100:00:00.999999
            char(5)                     | Ä 𝄞                               | ä 𝄞
            varchar(5)                  | ~ab ~                             | ~ab~
            varchar(5) COLLATE utf8mb4_bin | ~ab ~                          | ~ab~
            varchar(5) CHARACTER SET latin1 | ÄÖ€                           | äö€
            varchar(5) CHARACTER SET utf16 | 𝄞                              | x
            tinytext                    | ~~                                | ~ ~
            longtext                    | 𝔘ñ漢                               | u
            binary(3)                   | AP8A                              | AP8B
            varbinary(3)                | AP8=                              | ~~
            tinyblob                    | XCc=                              | XA==
            longblob                    | AP/+                              | AA==
            enum('red','x,y','','ä','1') | ä                                | red
            enum('red','x,y','','ä','1') | ~~                               | 1
            enum('a\\\\b','it''s')        | a\\b                              | it's
            set('a','b c','d')          | a,d                               | ~~
            json                        | {"a": [1, 2.5, null, "Ä \\\\"]}      | {"A": 1}
            geometry                    | AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA==              | AAAAAAEBAAAAAAAAAAAAAEAAAAAAAAAAQA==
            point SRID 0                | AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA==              | AAAAAAEBAAAAAAAAAAAAAEAAAAAAAAAAQA==
            vector(1)                   | AACAPw==                          | AAAAAA==
            """;

    private static final String MYSQL_EDITOR =
            "SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'; ";

    private static final Production POSTGRES = Production.of(Kind.POSTGRES);
    private static final Production MYSQL = Production.of(Kind.MYSQL);

    static Stream<Arguments> values() {
        return Stream.concat(of(POSTGRES, POSTGRES_TYPES), of(MYSQL, MYSQL_TYPES));
    }

    private static Stream<Arguments> of(Production production, String types) {
        return types.lines()
                .map(line -> line.split("\\|"))
                .map(it -> Arguments.of(production, it[0].strip(), value(it[1]), value(it[2])));
    }

    /// Blanks at either end stand between tildes.
    private static String value(String cell) {
        String value = cell.strip();
        return value.startsWith("~") ? value.substring(1, value.length() - 1) : value;
    }

    @BeforeAll
    static void types() {
        POSTGRES.execute(
                """
                CREATE EXTENSION hstore; CREATE EXTENSION citext;
                CREATE TYPE colour AS ENUM ('red', 'green');
                CREATE DOMAIN price AS numeric(10, 2) CHECK (value >= 0);
                CREATE TYPE place AS (street text, house int)
                """);
    }

    @AfterAll
    static void drop() {
        POSTGRES.close();
        MYSQL.close();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("values")
    void isRecognised(Production production, String type, String value, String other)
            throws SQLException {
        hold(production, type, value);

        ChangeEvent same = new Insert(production.table("t"), row("id", "1", "v", value, "n", null));

        assertThat(production.explain(same, duplicate())).isEqualTo(new Verdict.AlreadyApplied());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("values")
    void isToldApart(Production production, String type, String value, String other)
            throws SQLException {
        hold(production, type, value);

        Conflict conflict =
                production.conflict(
                        new Update(
                                production.table("t"),
                                row("id", "1", "v", other, "n", null),
                                row("id", "1", "v", other, "n", value)),
                        new Cause.RowDiffers());

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_ORIGIN_DIFFERS);
        assertThat(conflict.differences())
                .containsExactly(
                        new Difference(
                                "v",
                                new Seen.Value(other),
                                new Seen.Value(other),
                                new Seen.Value(value)));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("values")
    void isFoundInATableWithoutKey(Production production, String type, String value, String other)
            throws SQLException {
        hold(production, type, value);
        // A table without key is searched by the whole row, whatever its types.
        production.execute(
                production.of(
                        "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ALTER id DROP NOT NULL",
                        MYSQL_EDITOR + "ALTER TABLE t DROP PRIMARY KEY, MODIFY id int NULL"));

        Conflict conflict =
                production.conflict(
                        new ChangeEvent.Delete(
                                production.table("t"), row("id", null, "v", value, "n", null)),
                        new Cause.RowMissing());
        production.execute("UPDATE t SET id = NULL");
        Conflict found =
                production.conflict(
                        new ChangeEvent.Delete(
                                production.table("t"), row("id", null, "v", value, "n", null)),
                        new Cause.RowMissing());

        assertThat(conflict.type()).isEqualTo(ConflictType.DELETE_MISSING);
        assertThat(found.sentence()).contains("is now as expected");
        assertThat(found.key()).isEqualTo(keyOf(value));
    }

    private static Map<String, @Nullable String> keyOf(String value) {
        Map<String, @Nullable String> key = new HashMap<>();
        key.put("id", null);
        key.put("v", value);
        key.put("n", null);
        return key;
    }

    private static void hold(Production production, String type, String value) {
        String text =
                "'" + value.replace("\\", production.of("\\", "\\\\")).replace("'", "''") + "'";
        production.execute(
                "%s DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, v %s, n %s); INSERT INTO t VALUES (1, %s, NULL)"
                        .formatted(
                                production.of("", MYSQL_EDITOR),
                                type,
                                type,
                                production.of(postgres(type, text), mySql(type, text))));
    }

    private static String postgres(String type, String text) {
        return type.equals("bytea") ? "decode(" + text + ", 'base64')" : text;
    }

    private static String mySql(String type, String text) {
        if (type.startsWith("bit") || type.equals("year")) {
            return "CAST(" + text + " AS UNSIGNED)";
        }
        return Stream.of("binary", "blob", "geometry", "point", "vector").anyMatch(type::contains)
                ? "FROM_BASE64(" + text + ")"
                : text;
    }

    private static String duplicate() {
        return "INSERT INTO t (id) VALUES (1)";
    }
}
