package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.TableId;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is read of acting foreign keys by the table they refer to is what the catalogue says of them, whatever their tables are: a
/// publisher that found them to differ would try again and again.
class ActingForeignKeysIT {
    private static final String SCHEMA =
            """
            CREATE TABLE parent (id int PRIMARY KEY, up int REFERENCES parent ON DELETE SET NULL);
            CREATE TABLE cascaded (a int REFERENCES parent ON DELETE CASCADE, b int REFERENCES parent ON DELETE SET DEFAULT);
            CREATE TABLE refused (a int REFERENCES parent ON UPDATE CASCADE, b int REFERENCES parent ON DELETE RESTRICT);
            CREATE TABLE unenforced (a int REFERENCES parent ON DELETE CASCADE NOT ENFORCED);
            CREATE SCHEMA "an ""odd"" one"; CREATE TABLE "an ""odd"" one"."Größe" ("Id" int REFERENCES parent ON DELETE CASCADE);
            CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
            CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
            CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (10) TO (15);
            CREATE TABLE of_part (a int REFERENCES part ON DELETE CASCADE, b int REFERENCES part_1 ON DELETE CASCADE);
            CREATE TABLE divided (id int, parent_id int, other int REFERENCES part ON DELETE SET NULL) PARTITION BY RANGE (id);
            CREATE TABLE divided_1 PARTITION OF divided FOR VALUES FROM (0) TO (10);
            CREATE TABLE divided_2 PARTITION OF divided FOR VALUES FROM (10) TO (20);
            ALTER TABLE divided_1 ADD CONSTRAINT each FOREIGN KEY (parent_id) REFERENCES parent ON DELETE CASCADE;
            ALTER TABLE divided_2 ADD CONSTRAINT each FOREIGN KEY (parent_id) REFERENCES parent ON DELETE CASCADE
            """;

    @Test
    void areWhatTheCatalogueSays() throws Exception {
        try (TestDatabase shop = Servers.postgres(Role.PRODUCTION).createDatabase()) {
            shop.execute(SCHEMA);
            try (Connection connection = shop.connect()) {
                Catalogue catalogue = CatalogueReader.read(connection, _ -> true);
                var parent = new TableId("public", "parent");
                var part = new TableId("public", "part");

                assertThat(CatalogueReader.actingOn(connection, Set.of(parent)).keySet())
                        .extracting(TableId::table)
                        .containsExactlyInAnyOrder("parent", "cascaded", "Größe", "divided");
                assertThat(CatalogueReader.actingOn(connection, Set.of(part)).keySet())
                        .extracting(TableId::table)
                        .containsExactlyInAnyOrder("of_part", "divided");
                for (Set<TableId> parents :
                        Set.of(Set.of(parent), Set.of(part), Set.of(parent, part))) {
                    assertThat(CatalogueReader.actingOn(connection, parents))
                            .isEqualTo(declared(catalogue, parents));
                }
            }
        }
    }

    private static Map<TableId, Set<ForeignKey>> declared(
            Catalogue catalogue, Set<TableId> parents) {
        Map<TableId, Set<ForeignKey>> declared = new HashMap<>();
        for (Table table : catalogue.tables().values()) {
            for (ForeignKey key : table.foreignKeys()) {
                if (parents.contains(key.parent()) && key.onDelete() != ForeignKey.Action.REFUSE) {
                    declared.computeIfAbsent(table.id(), _ -> new HashSet<>()).add(key);
                }
            }
        }
        return declared;
    }
}
