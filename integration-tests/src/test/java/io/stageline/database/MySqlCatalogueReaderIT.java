package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.TableId;
import io.stageline.database.Column.Generation;
import io.stageline.database.ColumnType.Kind;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Table.ReplicaIdentity;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MySqlCatalogueReaderIT {
    private static MySqlDatabase shop = new MySqlDatabase(new MySqlServer("", 0, "", ""), "");
    private static Catalogue catalogue = new Catalogue("", Map.of());

    @BeforeAll
    static void read() throws SQLException {
        shop = Servers.mysql(Role.PRODUCTION).createDatabase();
        shop.execute(
                """
                CREATE TABLE types (
                    id bigint UNSIGNED AUTO_INCREMENT PRIMARY KEY, short varchar(40) NOT NULL,
                    exact varchar(40) COLLATE utf8mb4_bin, bare varchar(40) COLLATE utf8mb4_0900_bin,
                    fixed char(3) COLLATE latin1_bin, plain_text text CHARACTER SET latin1, amount decimal(12, 4) UNSIGNED, rate float,
                    hue enum('red', 'green'), hues set('a', 'b'), doc json, spot point SRID 4326 NOT NULL, flags bit(3), seen timestamp(3),
                    digest binary(16), image longblob, hidden int INVISIBLE, doubled int AS (hidden * 2) STORED,
                    halved int AS (hidden / 2));
                CREATE TABLE parent (
                    a int, b int, code varchar(20), room int, note varchar(200), PRIMARY KEY (b, a), UNIQUE by_room (room),
                    UNIQUE by_code (code), UNIQUE by_note (room, note(10)), UNIQUE lowered ((lower(code)), room), KEY ordinary (code));
                ALTER TABLE parent ALTER INDEX by_room INVISIBLE;
                CREATE TABLE child (
                    id int PRIMARY KEY, pb int, pa int, boss int,
                    CONSTRAINT of_parent FOREIGN KEY (pb, pa) REFERENCES parent (b, a) ON DELETE CASCADE,
                    CONSTRAINT of_boss FOREIGN KEY (boss) REFERENCES child (id) ON DELETE SET NULL ON UPDATE CASCADE);
                CREATE TABLE `Größe ``x``` (`Id` int PRIMARY KEY, `näme` text);
                CREATE TABLE keyless (note text);
                CREATE TABLE left_out (id int PRIMARY KEY);
                CREATE TABLE orders (id int, day date, PRIMARY KEY (id, day)) PARTITION BY HASH (id) PARTITIONS 3;
                CREATE VIEW a_view AS SELECT 1 AS one
                """);
        var selection =
                new TableSelection(
                        List.of("*.*"), List.of(shop.name() + ".left_out", "stageline.*"));
        try (MySqlSession session = MySqlSession.open(shop)) {
            catalogue = CatalogueReader.read(session.connection(), selection);
        }
    }

    @AfterAll
    static void drop() {
        shop.close();
    }

    @Test
    void listsWhatIsSelectedAndNothingOfMySqlsOwn() {
        assertThat(catalogue.database()).isEqualTo(shop.name());
        assertThat(catalogue.tables().keySet())
                .extracting(TableId::schema)
                .doesNotContain("mysql", "sys", "performance_schema", "information_schema");
        assertThat(
                        catalogue.tables().keySet().stream()
                                .filter(id -> id.schema().equals(shop.name())))
                .extracting(TableId::table)
                .containsExactlyInAnyOrder(
                        "types", "parent", "child", "Größe `x`", "keyless", "orders");
        assertThat(table("orders").partitioned()).isTrue();
        assertThat(table("child").partitioned()).isFalse();
        assertThat(table("child").replicaIdentity()).isEqualTo(ReplicaIdentity.FULL);
        assertThat(table("Größe `x`").columns())
                .extracting(Column::name)
                .containsExactly("Id", "näme");
    }

    @Test
    void tellsEachColumnAsItCouldBeDeclaredAgain() {
        assertThat(column("short"))
                .isEqualTo(
                        new Column(
                                "short",
                                new ColumnType(
                                        "mysql",
                                        "varchar",
                                        Kind.BASE,
                                        true,
                                        Optional.of("="),
                                        TextEquality.UNDECIDED),
                                "varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci",
                                false,
                                Generation.NONE,
                                2));
        assertThat(column("id").type().toString()).isEqualTo("bigint unsigned");
        assertThat(column("amount").formattedType()).isEqualTo("decimal(12,4) unsigned");
        assertThat(column("hue").type().kind()).isEqualTo(Kind.ENUM);
        assertThat(column("spot").formattedType()).isEqualTo("point SRID 4326");
        assertThat(column("seen").formattedType()).isEqualTo("timestamp(3)");
        assertThat(column("doc").type().equality()).isEmpty();
    }

    @Test
    void tellsWhoMakesAValue() {
        assertThat(column("id").generation()).isEqualTo(Generation.IDENTITY_BY_DEFAULT);
        assertThat(column("hidden").generation()).isEqualTo(Generation.NONE);
        assertThat(column("doubled").generation()).isEqualTo(Generation.COMPUTED);
        assertThat(column("halved").generation()).isEqualTo(Generation.COMPUTED);
    }

    @Test
    void tellsWhatTheTextDecides() {
        assertThat(column("id").type().textEquality()).isEqualTo(TextEquality.EXACT);
        assertThat(column("short").type().textEquality()).isEqualTo(TextEquality.UNDECIDED);
        assertThat(column("exact").type().textEquality()).isEqualTo(TextEquality.WITHOUT_BLANKS);
        assertThat(column("bare").type().textEquality()).isEqualTo(TextEquality.EXACT);
        assertThat(column("fixed").type().textEquality()).isEqualTo(TextEquality.EXACT);
        assertThat(column("plain_text").type().textEquality()).isEqualTo(TextEquality.UNDECIDED);
        assertThat(column("amount").type().textEquality()).isEqualTo(TextEquality.NUMBER);
        assertThat(column("rate").type().textEquality()).isEqualTo(TextEquality.NUMBER);
        assertThat(column("digest").type().textEquality()).isEqualTo(TextEquality.EXACT);
        assertThat(column("hue").type().textEquality()).isEqualTo(TextEquality.EXACT);
        assertThat(column("doc").type().textEquality()).isEqualTo(TextEquality.UNDECIDED);
    }

    /// What this class says of texts, the server says too.
    @Test
    void agreesWithTheServerAboutEqualTexts() throws SQLException {
        try (MySqlSession session = MySqlSession.open(shop)) {
            session.execute(
                    """
                    INSERT INTO types (short, exact, bare, fixed, plain_text, spot) VALUES ('A ', 'A ', 'A ', 'A ', 'A ', ST_SRID(POINT(1, 2), 4326))
                    """);
            assertThat(equalOnes(session, "a")).isEqualTo("0 0 0 0 1");
            assertThat(equalOnes(session, "A")).isEqualTo("0 1 0 1 1");
            assertThat(equalOnes(session, "A ")).isEqualTo("1 1 1 1 1");
        }
    }

    private static String equalOnes(MySqlSession session, String text) throws SQLException {
        return String.valueOf(
                session.value(
                        "SELECT concat_ws(' ', short = '%1$s', exact = '%1$s', bare = '%1$s', fixed = '%1$s', plain_text = '%1$s') FROM types"
                                .formatted(text)));
    }

    @Test
    void listsEveryUniqueKey() {
        assertThat(table("parent").uniqueKeys())
                .containsExactly(
                        new UniqueKey("PRIMARY", true, List.of("b", "a"), true, false, false),
                        new UniqueKey(
                                "by_code", false, List.of("code"), true, false, false, List.of()),
                        new UniqueKey(
                                "by_note",
                                false,
                                List.of("room", "note"),
                                false,
                                false,
                                false,
                                List.of("room")),
                        new UniqueKey("by_room", false, List.of("room"), true, false, false),
                        new UniqueKey(
                                "lowered",
                                false,
                                List.of("code", "room"),
                                false,
                                false,
                                false,
                                List.of("room")));
        assertThat(table("keyless").uniqueKeys()).isEmpty();
    }

    @Test
    void listsEachForeignKeyWithItsActions() {
        assertThat(table("child").foreignKeys())
                .containsExactlyInAnyOrder(
                        new ForeignKey(
                                "of_parent",
                                List.of("pb", "pa"),
                                new TableId(shop.name(), "parent"),
                                List.of("b", "a"),
                                Action.CASCADE,
                                Action.REFUSE,
                                false,
                                true),
                        new ForeignKey(
                                "of_boss",
                                List.of("boss"),
                                new TableId(shop.name(), "child"),
                                List.of("id"),
                                Action.SET_NULL,
                                Action.CASCADE,
                                false,
                                true));
    }

    @Test
    void opensExactSessionsWhateverTheServerAndTheUrlHaveSet() throws SQLException {
        String url =
                "?useAffectedRows=true&connectionTimeZone=%2B09:00&forceConnectionTimeZoneToSession=true"
                        + "&sessionVariables=sql_mode='ANSI_QUOTES',sql_select_limit=1&tinyInt1isBit=true";
        try (MySqlSession session = MySqlSession.open(shop, url)) {
            session.execute(
                    "CREATE TABLE exact (id int AUTO_INCREMENT PRIMARY KEY, flag tinyint(1))");
            session.execute("INSERT INTO exact VALUES (0, 1), (7, 2)");

            assertThat(
                            session.value(
                                    "SELECT concat_ws(' ', @@time_zone, @@sql_select_limit, \"x\")"))
                    .isEqualTo("+00:00 18446744073709551615 x");
            assertThat(session.value("SELECT id FROM exact WHERE flag = 1")).isEqualTo("0");
            assertThat(session.value("SELECT flag FROM exact WHERE id = 7")).isEqualTo("2");
            assertThat(session.update("UPDATE exact SET flag = flag"))
                    .as("rows found, not rows changed")
                    .isEqualTo(2);
            assertThat(session.connection().getAutoCommit()).isTrue();
        }
    }

    private static Table table(String name) {
        return catalogue.table(new TableId(shop.name(), name)).orElseThrow();
    }

    private static Column column(String name) {
        return table("types").column(name).orElseThrow();
    }
}
