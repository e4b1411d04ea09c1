package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random edits in staging while somebody writes what collides with them into production: at every look production is staging
/// without the held source transactions, and equal in the end, when what was in the way is gone and all is released.
///
/// The seed is told when it fails and can be set: `-Dstageline.seed=…`.
class RandomHoldsIT {
    private static final String SCHEMA =
            """
            CREATE TABLE category (id int PRIMARY KEY, name text UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int REFERENCES category, sku text UNIQUE,
                slot numeric, active boolean, price int);
            CREATE UNIQUE INDEX product_slot ON product (slot) WHERE active;
            CREATE TABLE journal (line int, note text);
            ALTER TABLE journal REPLICA IDENTITY FULL
            """;

    /// `$` is a small random number. One row each, so that what a statement does depends on that row alone.
    private static final List<String> EDITS =
            List.of(
                    "INSERT INTO category VALUES ($, 'name ' || $)",
                    "UPDATE category SET name = 'name ' || $ WHERE id = $",
                    "DELETE FROM category WHERE id = $",
                    "INSERT INTO product VALUES ($, $, 'sku ' || $, $, true, 0)",
                    "INSERT INTO product VALUES ($, NULL, 'sku ' || $, $, false, 0)",
                    "UPDATE product SET price = $ WHERE id = $",
                    "UPDATE product SET sku = 'sku ' || $ WHERE id = $",
                    "UPDATE product SET slot = $, active = NOT active WHERE id = $",
                    "UPDATE product SET category_id = $ WHERE id = $",
                    "UPDATE product SET id = $ WHERE id = $",
                    "DELETE FROM product WHERE id = $",
                    "INSERT INTO journal VALUES ($, 'note')",
                    "UPDATE journal SET note = note || '.' WHERE ctid = (SELECT min(ctid) FROM journal WHERE line = $)");

    /// Rows from 1000 on are production's own.
    private static final List<String> INTRUSIONS =
            List.of(
                    "INSERT INTO category VALUES (1000 + #, 'name ' || $)",
                    "INSERT INTO product VALUES (1000 + #, NULL, 'sku ' || $, NULL, false, 0)",
                    "INSERT INTO product VALUES (1000 + #, $, 'of production ' || #, NULL, false, 0)",
                    "INSERT INTO product VALUES (1000 + #, NULL, 'of production ' || #, $, true, 0)");

    private static final int TRANSACTIONS = 400;
    private static final int LOOK_EVERY = 50;
    private static final int KEYS = 9;

    private final long seed = Long.getLong("stageline.seed", ThreadLocalRandom.current().nextInt());
    private final Random random = new Random(seed);
    private final Map<Long, String> committed = new TreeMap<>();

    @Test
    void productionIsStagingWithoutTheHeldSet() {
        try (var pipeline = new TestPipeline(SCHEMA)) {
            var inbox = new Inbox(pipeline);
            int held = 0;
            for (int i = 1; i <= TRANSACTIONS; i++) {
                edit(pipeline);
                if (i % 7 == 0) {
                    intrude(pipeline, i);
                }
                if (i % LOOK_EVERY == 0) {
                    pipeline.publish(TestPipeline.config(ConflictPolicy.HOLD, 40, 20000));
                    held = Math.max(held, inbox.held().size());
                    expectStagingWithout(inbox.held(), pipeline);
                }
            }
            assertThat(held).isGreaterThan(5);
            assertThat(ownConflicts(pipeline)).isEmpty();
            assertThat(inbox.held().size()).isLessThan(committed.size());

            pipeline.production()
                    .execute(
                            "DELETE FROM product WHERE id >= 1000; DELETE FROM category WHERE id >= 1000");
            releaseAll(inbox);

            inbox.assertEmpty();
            expectEqualRows(pipeline.production(), pipeline.staging());
        } catch (AssertionError e) {
            throw new AssertionError("With -Dstageline.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    /// Conflicts in which nothing of production's own has part: what depended on something held was let through.
    private static List<List<@Nullable String>> ownConflicts(TestPipeline pipeline) {
        return pipeline.production()
                .query(
                        """
                        SELECT sequence, sentence FROM stageline.conflict
                        WHERE NOT EXISTS (SELECT FROM json_array_elements(detail::json -> 'blockers') b
                            WHERE (b -> 'row' ->> 'id')::int >= 1000 OR (b -> 'key' ->> 'id')::int >= 1000)
                        """);
    }

    /// One to three edits that all find their row, or none.
    private void edit(TestPipeline pipeline) {
        String statements =
                IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(_ ->
                                filled(EDITS.get(random.nextInt(EDITS.size())), 0)
                                        + "; IF NOT FOUND THEN RAISE EXCEPTION 'nothing'; END IF; ")
                        .collect(Collectors.joining());
        String sql = "DO $do$ BEGIN " + statements + " END $do$";
        if (accepted(pipeline.staging(), sql)) {
            pipeline.capture();
            committed.put(pipeline.sequence().value(), sql);
        }
    }

    private void intrude(TestPipeline pipeline, int number) {
        String sql = INTRUSIONS.get(random.nextInt(INTRUSIONS.size()));
        accepted(pipeline.production(), filled(sql, number));
    }

    private static boolean accepted(RealDatabase database, String sql) {
        try {
            database.execute(sql);
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private String filled(String template, int number) {
        var sql = new StringBuilder();
        for (char c : template.replace("#", Integer.toString(number)).toCharArray()) {
            sql.append(c == '$' ? Integer.toString(1 + random.nextInt(KEYS)) : c);
        }
        return sql.toString();
    }

    /// Everything but the held source transactions, one by one, in a database of its own.
    private void expectStagingWithout(List<Long> held, TestPipeline pipeline) {
        try (TestDatabase model = Servers.postgres(Role.PRODUCTION).createDatabase()) {
            model.execute(SCHEMA);
            List<String> flowing = new ArrayList<>();
            committed.forEach((sequence, sql) -> {
                if (!held.contains(sequence)) {
                    flowing.add(sql);
                }
            });
            model.execute(String.join("; ", flowing));
            expectEqualRows(pipeline.production(), model);
        }
    }

    private static void expectEqualRows(RealDatabase one, RealDatabase other) {
        for (String query :
                List.of(
                        "SELECT t::text FROM category t WHERE id < 1000 ORDER BY 1",
                        "SELECT t::text FROM product t WHERE id < 1000 ORDER BY 1",
                        "SELECT t::text FROM journal t ORDER BY 1")) {
            List<List<@Nullable String>> rows = one.query(query);
            assertThat(rows).as(query).isEqualTo(other.query(query));
        }
    }

    private static void releaseAll(Inbox inbox) {
        List<Long> held = inbox.held();
        while (!held.isEmpty()) {
            Inbox.assertDone(inbox.release(held.getFirst()));
            assertThat(inbox.held()).doesNotContain(held.getFirst());
            held = inbox.held();
        }
    }
}
