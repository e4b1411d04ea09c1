package io.stageline.publisher.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Sequence;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.MySqlText;
import io.stageline.database.TextEquality;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What MySQL takes for equal meets, whatever it looks like, and a look for it costs the same however much is held.
class MySqlFootprintsIT {
    /// Cases, accents in two forms, letters of two, contractions of some language, blanks of several kinds, what collations ignore.
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a",
                    "A",
                    "á",
                    "a\u0301",
                    "å",
                    "aa",
                    "AA",
                    "b",
                    "ss",
                    "ß",
                    "SS",
                    "ẞ",
                    "straße",
                    "STRASSE",
                    "strasse ",
                    "strasse  ",
                    "strasse\u00a0",
                    "strasse\t",
                    "strasse\u00ad",
                    "i",
                    "ı",
                    "İ",
                    "I",
                    "y",
                    "v",
                    "w",
                    "ch",
                    "c\u200dh",
                    "ll",
                    "l·l",
                    "dž",
                    "ǆ",
                    "ø",
                    "o",
                    "ö",
                    "oe",
                    "œ",
                    "æ",
                    "ae",
                    "が",
                    "か\u3099",
                    "ガ",
                    "ｶﾞ",
                    "は",
                    "ハ",
                    "ー",
                    "𝄞",
                    "𝄢",
                    "1",
                    "１",
                    "①",
                    "x\u0000",
                    "x",
                    "x\u0001",
                    "a-b",
                    "ab",
                    "ﬁ",
                    "fi",
                    "k",
                    "K");

    private Lane lane;

    @BeforeEach
    void open() throws SQLException {
        lane = Lane.open(ServerKind.MYSQL);
    }

    @AfterEach
    void close() throws SQLException {
        lane.close();
    }

    private void create(String sql) {
        lane.production().execute(sql);
    }

    @Test
    void noTextsThatAnyCollationTakesForEqualAreSpelledDifferently() throws SQLException {
        List<String> missed = new ArrayList<>();
        int equal = 0;
        for (Column column : collations()) {
            var spelling = new WeightSpelling(lane.connection());
            TEXTS.forEach(text -> spelling.expect(column, text));
            spelling.learn();
            for (int[] pair : equalPairs(column)) {
                equal++;
                String one = TEXTS.get(pair[0]);
                String other = TEXTS.get(pair[1]);
                if (!spelling.spell(column, one).equals(spelling.spell(column, other))) {
                    missed.add("%s: '%s' and '%s'".formatted(column.formattedType(), one, other));
                }
            }
        }
        assertThat(missed).isEmpty();
        assertThat(equal).isGreaterThan(1000);
    }

    private List<Column> collations() throws SQLException {
        List<Column> columns = new ArrayList<>();
        var type =
                new ColumnType(
                        "mysql",
                        "varchar",
                        ColumnType.Kind.BASE,
                        true,
                        Optional.of("="),
                        TextEquality.UNDECIDED);
        try (Statement statement = lane.connection().createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT character_set_name, collation_name FROM information_schema.collations WHERE collation_name NOT LIKE '%bin' AND collation_name <> 'binary'")) {
            while (row.next()) {
                columns.add(
                        new Column(
                                "sku",
                                type,
                                "varchar(40) CHARACTER SET %s COLLATE %s"
                                        .formatted(row.getString(1), row.getString(2)),
                                true,
                                Column.Generation.NONE,
                                1));
            }
        }
        return columns;
    }

    /// The places of texts that the server takes for equal.
    private List<int[]> equalPairs(Column column) throws SQLException {
        String texts =
                "JSON_TABLE(?, '$[*]' COLUMNS (place FOR ORDINALITY, text longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin PATH '$[0]'))";
        String sql =
                "SELECT a.place - 1, b.place - 1 FROM %1$s a JOIN %1$s b ON a.place < b.place AND %2$s = %3$s"
                        .formatted(
                                texts,
                                MySqlText.comparedWith(column, "a.text"),
                                MySqlText.comparedWith(column, "b.text"));
        List<int[]> pairs = new ArrayList<>();
        try (PreparedStatement statement = lane.connection().prepareStatement(sql)) {
            ManyRows<String> rows = new ManyRows<>(TEXTS).text(text -> text);
            rows.bind(lane.connection(), statement, rows.bind(lane.connection(), statement, 1));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    pairs.add(new int[] {row.getInt(1), row.getInt(2)});
                }
            }
        }
        return pairs;
    }

    @Test
    void uniqueTextsMeetByTheCollationOfTheirColumn() throws SQLException {
        create(
                """
                CREATE TABLE product (id int PRIMARY KEY,
                    name varchar(40) UNIQUE,
                    old varchar(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci UNIQUE,
                    exact varchar(40) COLLATE utf8mb4_0900_as_cs UNIQUE)
                """);
        lane.hold(
                Lane.transaction(
                        5,
                        lane.insert(
                                "product", "id", "1", "name", "Straße", "old", "v", "exact", "é")));

        assertThat(lane.waits(lane.insert("product", "id", "2", "name", "STRASSE"))).isTrue();
        assertThat(lane.waits(lane.insert("product", "id", "2", "name", "Strase"))).isFalse();
        assertThat(lane.waits(lane.insert("product", "id", "2", "old", "V  "))).isTrue();
        assertThat(lane.waits(lane.insert("product", "id", "2", "old", "w"))).isFalse();
        assertThat(lane.waits(lane.insert("product", "id", "2", "exact", "e\u0301"))).isTrue();
        assertThat(lane.waits(lane.insert("product", "id", "2", "exact", "É"))).isFalse();
    }

    @Test
    void rowsAndParentsMeetByTheCollationOfTheKey() throws SQLException {
        create(
                """
                CREATE TABLE category (code varchar(20) PRIMARY KEY, name int);
                CREATE TABLE product (code varchar(20), region int, category varchar(20), PRIMARY KEY (code, region),
                    FOREIGN KEY (category) REFERENCES category (code))
                """);
        lane.hold(
                Lane.transaction(
                        5,
                        lane.insert("product", "code", "Ä1", "region", "1", "category", "Shoes")));

        assertThat(lane.waits(lane.delete("product", "code", "ä1", "region", "1"))).isTrue();
        assertThat(lane.waits(lane.delete("product", "code", "ä1", "region", "2"))).isFalse();
        assertThat(lane.waits(lane.delete("category", "code", "SHOES"))).isTrue();
        assertThat(lane.waits(lane.delete("category", "code", "Socks"))).isFalse();
    }

    /// Rows are looked for by keys that the collation takes for equal, and told in the texts of the change log.
    @Test
    void whatProductionHasTellsWhatAnUpdateHides() throws SQLException {
        create(
                """
                CREATE TABLE product (code varchar(20) PRIMARY KEY, mask bit(9) UNIQUE, digest varbinary(8) UNIQUE,
                    amount decimal(12, 4) UNIQUE, made year UNIQUE, sold datetime(3) UNIQUE, name varchar(20) UNIQUE)
                """);
        create(
                "INSERT INTO product VALUES ('Key', b'100000001', x'00ff', 1.5, 2020, '2026-01-01 00:00:00', 'Name')");
        Footprint gone = touches(lane.delete("product", "code", "KEY"));

        for (String[] held :
                List.of(
                        new String[] {"code", "key"},
                        new String[] {"mask", "257"},
                        new String[] {"digest", "AP8="},
                        new String[] {"amount", "1.50"},
                        new String[] {"made", "2020"},
                        new String[] {"sold", "2026-01-01 00:00:00.000"},
                        new String[] {"name", "NÄME"})) {
            assertThat(gone.meets(touches(lane.insert("product", held)))).as(held[0]).isTrue();
        }
        assertThat(gone.meets(touches(lane.insert("product", "code", "b", "mask", "1")))).isFalse();
    }

    private Footprint touches(ChangeEvent change) throws SQLException {
        return lane.holds().footprint(lane.connection(), lane.catalogue(), List.of(change));
    }

    /// Many source transactions read one token; a look for one that is only read must not read them all.
    @Test
    void aLookCostsTheSameHoweverMuchIsHeld() throws SQLException {
        create("CREATE TABLE product (id int PRIMARY KEY, name varchar(20) UNIQUE)");
        lane.hold(Lane.transaction(5, lane.insert("product", "id", "0", "name", "first")));
        create(
                """
                SET SESSION cte_max_recursion_depth = 1000000;
                INSERT INTO stageline.held_footprint
                WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 36000)
                SELECT 'shop', 0, %d, false, k + 10 FROM n;
                INSERT INTO stageline.held_footprint
                WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 36000)
                SELECT 'shop', 0, k, true, k + 10 FROM n
                """
                        .formatted(Token.of(Token.Kind.TABLE, lane.table("product"), List.of())));

        Catalogue catalogue = lane.catalogue();
        HeldSet set = lane.holds().held();

        long begin = read(lane.connection());
        Split split =
                lane.holds()
                        .split(
                                lane.connection(),
                                catalogue,
                                List.of(
                                        Lane.transaction(
                                                100_000,
                                                lane.insert("product", "id", "1", "name", "FIRST")),
                                        Lane.transaction(
                                                100_001,
                                                lane.insert(
                                                        "product", "id", "2", "name", "next"))));
        Map<Sequence, Sequence> before =
                set.standBefore(
                        lane.connection(),
                        List.of(new Sequence(5), new Sequence(11), new Sequence(36_010)));
        Optional<Sequence> first = set.standsBefore(lane.connection(), new Sequence(36_010));
        long read = read(lane.connection()) - begin;

        assertThat(split.waiting())
                .extracting(it -> it.transaction().sequence().value())
                .containsExactly(100_000L);
        assertThat(before).isEmpty();
        assertThat(first).isEmpty();
        assertThat(read).isLessThan(5_000);
    }

    /// Rows and index entries that this session has read.
    private static long read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT sum(variable_value) FROM performance_schema.session_status WHERE variable_name LIKE 'Handler_read%'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
