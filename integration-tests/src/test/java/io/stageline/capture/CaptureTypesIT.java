package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.RowImage;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureTypesIT {
    private static final String TABLE =
            """
            CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
            CREATE DOMAIN positive AS int CHECK (value > 0);
            CREATE DOMAIN blob AS bytea;
            CREATE TYPE pair AS (a int, b text);
            CREATE TABLE "Odd.Name ""x"" y" (
                "Id" bigint PRIMARY KEY, "sp ace" smallint, "Ünï" int, flag boolean,
                n numeric, r real, d double precision, m money,
                c char(5), v varchar(10), t text,
                b bytea, bl blob, bits varbit,
                ts timestamp, tz timestamptz, dt date, tm time, ttz timetz, iv interval,
                u uuid, j json, jb jsonb, x xml, i inet, ma macaddr8,
                ia int[], ta text[], rg int4range, mr datemultirange, pt point, tv tsvector,
                e mood, p positive, pr pair, ea mood[], o oid, ls pg_lsn,
                g text GENERATED ALWAYS AS (t || '!') STORED, idt int GENERATED ALWAYS AS IDENTITY)
            """;
    private static final String ROW =
            """
            INSERT INTO "Odd.Name ""x"" y" VALUES (
                -9223372036854775808, -32768, 2147483647, true,
                'NaN', '1e-45', '-Infinity', -12.34,
                'ab', E'x\\\\y', E'𝄞 \\u0001 "q"',
                '\\x00ff10', '\\x0001', B'10110',
                '-infinity', '0044-03-15 12:00:00.123456+00 BC', 'infinity', '24:00:00', '12:34:56.789+13:30', '-1 year 2 mons -3 days 04:05:06.000007',
                'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a" :  1e400}', '{"b": 1.10, "a": "\\u00e4"}', '<a>ö</a>', '::1/64', '08:00:2b:01:02:03:04:05',
                '[-1:0][2:3]={{1,NULL},{3,4}}', '{"a,b",NULL,"NULL",""}', '[1,5)', '{[2020-01-01,2020-02-01)}', '(1.5,-2)', '''a'':1A b:2',
                'it''s ok', 7, '(1,"x y")', '{sad,"it''s ok"}', 4294967295, '16/B374D848')
            """;

    /// How sessions print that say nothing about it.
    private static final String INEXACT =
            """
            ALTER DATABASE staging_of_the_test SET extra_float_digits = -5;
            ALTER DATABASE staging_of_the_test SET bytea_output = 'escape';
            ALTER DATABASE staging_of_the_test SET IntervalStyle = 'iso_8601';
            ALTER DATABASE staging_of_the_test SET DateStyle = 'German';
            ALTER DATABASE staging_of_the_test SET TimeZone = 'Asia/Tokyo'
            """;

    /// What staging itself prints when it prints exactly, for every column but the identity and the generated one.
    @Test
    void handsOverEveryTypeAsStagingPrintsIt() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(
                    INEXACT.replace("staging_of_the_test", pipeline.staging.name()));
            pipeline.staging.execute(TABLE);
            pipeline.staging.execute("CREATE EXTENSION IF NOT EXISTS hstore");
            pipeline.staging.execute(
                    "ALTER TABLE \"Odd.Name \"\"x\"\" y\" ADD hs hstore, ADD num1000 numeric");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute(ROW);
                pipeline.staging.execute(
                        "UPDATE \"Odd.Name \"\"x\"\" y\" SET hs = '\"a b\"=>NULL,c=>\"\"', num1000 = (repeat('9', 500) || '.' || repeat('7', 499) || '0')::numeric");
                capture.captured(2);
            }

            RowImage image = after(pipeline.entries());
            List<String> names = image.columns().names();
            assertThat(names).contains("Id", "sp ace", "Ünï", "idt", "hs").doesNotContain("g");
            List<@org.jspecify.annotations.Nullable String> expected = printed(pipeline, names);
            for (int i = 0; i < names.size(); i++) {
                assertThat(image.value(i)).as(names.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    private static RowImage after(List<LogEntry> entries) {
        ChangeEvent last =
                entries.stream()
                        .filter(LogEntry.Change.class::isInstance)
                        .map(entry -> ((LogEntry.Change) entry).event())
                        .reduce((_, newer) -> newer)
                        .orElseThrow();
        return ((ChangeEvent.Update) last).after();
    }

    private static List<@org.jspecify.annotations.Nullable String> printed(
            Pipeline pipeline, List<String> names) {
        String columns =
                names.stream()
                        .map(name ->
                                switch (name) {
                                    case "b" -> "translate(encode(b, 'base64'), E'\\n', '')";
                                    case "flag" -> "CASE WHEN flag THEN 'true' ELSE 'false' END";
                                    default ->
                                            "CASE WHEN \""
                                                    + name
                                                    + "\" IS NULL THEN NULL ELSE format('%s', \""
                                                    + name
                                                    + "\") END";
                                })
                        .reduce((left, right) -> left + ", " + right)
                        .orElseThrow();
        try (var connection =
                        new io.stageline.database.Database("test", pipeline.settings().staging())
                                .open();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT " + columns + " FROM public.\"Odd.Name \"\"x\"\" y\"")) {
            rows.next();
            var values = new java.util.ArrayList<@org.jspecify.annotations.Nullable String>();
            for (int i = 1; i <= names.size(); i++) {
                values.add(rows.getString(i));
            }
            return values;
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void leavesOutUnchangedToastValuesOfTextAndBytea() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(
                    "CREATE TABLE big (id int PRIMARY KEY, n int, t text, b bytea, j jsonb);"
                            + "ALTER TABLE big ALTER t SET STORAGE EXTERNAL, ALTER b SET STORAGE EXTERNAL, ALTER j SET STORAGE EXTERNAL");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute(
                        "INSERT INTO big VALUES (1, 0, repeat('x', 9000), decode(repeat('ab', 9000), 'hex'), to_jsonb(repeat('z', 9000)))");
                pipeline.staging.execute("UPDATE big SET n = 1");
                pipeline.staging.execute(
                        "UPDATE big SET id = 2"); // with the old key, whose other values are NULL
                pipeline.staging.execute("ALTER TABLE big REPLICA IDENTITY FULL");
                pipeline.staging.execute("UPDATE big SET n = 2");
                capture.captured(4);
            }

            List<String> changes = pipeline.text().changes();
            assertThat(changes.get(1)).isEqualTo("~ public.big {id=1, n=1}");
            assertThat(changes.get(2)).isEqualTo("~ public.big {id=1} -> {id=2, n=1}");
            String full =
                    "t=%s, b=%s, j=\"%s\"}"
                            .formatted(
                                    "x".repeat(9000),
                                    Base64.getEncoder().encodeToString(bytes((byte) 0xab, 9000)),
                                    "z".repeat(9000));
            assertThat(changes.get(3))
                    .isEqualTo("~ public.big {id=2, n=1, " + full + " -> {id=2, n=2, " + full);
        }
    }

    /// Somebody may have given production a value there: that is noticed only if staging's NULL is told.
    @Test
    void tellsAnOldRowThatIsNullBesideItsKeyFromAKey() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(
                    "CREATE TABLE item (id int PRIMARY KEY, note text); INSERT INTO item VALUES (1), (2), (3)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute("DELETE FROM item WHERE id = 1");
                capture.captured(1); // what is told of the table is what it is when its log is read
                pipeline.staging.execute("ALTER TABLE item REPLICA IDENTITY FULL");
                pipeline.staging.execute("UPDATE item SET note = 'new' WHERE id = 2");
                pipeline.staging.execute("DELETE FROM item WHERE id = 3");
                capture.captured(3);
            }

            assertThat(pipeline.text().changes())
                    .containsExactly(
                            "- public.item {id=1}",
                            "~ public.item {id=2, note=null} -> {id=2, note=new}",
                            "- public.item {id=3, note=null}");
        }
    }

    private static byte[] bytes(byte value, int count) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, value);
        return bytes;
    }
}
