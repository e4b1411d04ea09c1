package io.stageline.conflict;

import static io.stageline.conflict.Production.row;
import static io.stageline.conflict.Production.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.ChangeEvent.Insert;
import io.stageline.changelog.ChangeEvent.Update;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import io.stageline.conflict.Refusal.Cause;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A value of every type is recognised as what the change log says of it, and told apart from another one.
class TypesIT {
    private static final Production PRODUCTION = new Production();
    private static final String TYPES =
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

    @BeforeAll
    static void types() {
        PRODUCTION.execute(
                """
                CREATE EXTENSION hstore; CREATE EXTENSION citext;
                CREATE TYPE colour AS ENUM ('red', 'green');
                CREATE DOMAIN price AS numeric(10, 2) CHECK (value >= 0);
                CREATE TYPE place AS (street text, house int)
                """);
    }

    @AfterAll
    static void drop() {
        PRODUCTION.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = TYPES)
    void isRecognised(String type, String value, String other) throws SQLException {
        hold(type, value);

        ChangeEvent same = new Insert(table("t"), row("id", "1", "v", value, "n", null));

        assertThat(PRODUCTION.explain(same, duplicate())).isEqualTo(new Verdict.AlreadyApplied());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = TYPES)
    void isToldApart(String type, String value, String other) throws SQLException {
        hold(type, value);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Update(
                                table("t"),
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = TYPES)
    void isFoundInATableWithoutKey(String type, String value, String other) throws SQLException {
        hold(type, value);
        // A table without key is searched by the whole row, whatever its types.
        PRODUCTION.execute(
                "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ALTER id DROP NOT NULL");

        Conflict conflict =
                PRODUCTION.conflict(
                        new ChangeEvent.Delete(table("t"), row("id", null, "v", value, "n", null)),
                        new Cause.RowMissing());
        PRODUCTION.execute("UPDATE t SET id = NULL");
        Conflict found =
                PRODUCTION.conflict(
                        new ChangeEvent.Delete(table("t"), row("id", null, "v", value, "n", null)),
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

    private static void hold(String type, String value) {
        String literal =
                type.equals("bytea")
                        ? "decode('" + value + "', 'base64')"
                        : "'" + value.replace("'", "''") + "'";
        PRODUCTION.execute(
                "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, v %s, n %s); INSERT INTO t VALUES (1, %s, NULL)"
                        .formatted(type, type, literal));
    }

    private static String duplicate() {
        return "INSERT INTO public.t (id) VALUES (1)";
    }
}
