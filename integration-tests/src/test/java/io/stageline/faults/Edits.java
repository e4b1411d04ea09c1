package io.stageline.faults;

import java.util.Random;

/// The source transactions of one editor, one after the other, the same for the same seed: inserts, updates, deletes, moves between
/// parents, changed primary keys, swapped unique values; now and then a large one.
final class Edits {
    private static final int LARGE_EVERY = 150;
    private static final int LARGE_ROWS = 1_500;

    private final int editor;
    private final Random random;
    private long number;

    Edits(int editor, long seed) {
        this.editor = editor;
        this.random = new Random(seed * 31 + editor);
    }

    /// The statements of the next source transaction.
    String next() {
        number++;
        long tx = editor * 1_000_000_000L + number;
        int shelf = 1 + random.nextInt(Shop.SHELVES);
        int other = 1 + random.nextInt(Shop.SHELVES);
        return locks(shelf, other) + change(tx, shelf, other) + journal(tx);
    }

    /// In one order for all editors: no deadlocks in staging.
    private static String locks(int shelf, int other) {
        return "SELECT FROM shelf WHERE id IN (%d, %d) ORDER BY id FOR UPDATE;\n"
                .formatted(shelf, other);
    }

    private String change(long tx, int shelf, int other) {
        if (number % LARGE_EVERY == 0) {
            return insert(tx, shelf, LARGE_ROWS);
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> insert(tx, shelf, 1 + random.nextInt(15));
            case 3, 4 -> addToSome(tx, shelf);
            case 5 -> deleteSome(tx, shelf);
            case 6 -> moveSome(tx, shelf, other);
            default -> changeKeyAndSwap(tx, shelf);
        };
    }

    private String insert(long tx, int shelf, int rows) {
        int quantity = 1 + random.nextInt(100);
        // Large enough to be out of line, so that later updates leave it out.
        int noteLength = rows < 15 && random.nextInt(4) == 0 ? 3_000 : 40;
        return """
        INSERT INTO article SELECT %1$d0000 + i, %2$d, 'a' || %1$d0000 + i, %4$d, repeat('x', %5$d), %1$d FROM generate_series(1, %3$d) i;
        UPDATE shelf SET quantity = quantity + %3$d * %4$d, tx = %1$d WHERE id = %2$d;
        """
                .formatted(tx, shelf, rows, quantity, noteLength);
    }

    private String addToSome(long tx, int shelf) {
        return """
        WITH changed AS (UPDATE article SET quantity = quantity + %4$d, tx = %1$d WHERE shelf = %2$d AND id %% 5 = %3$d RETURNING id)
        UPDATE shelf SET quantity = quantity + %4$d * (SELECT count(*) FROM changed), tx = %1$d WHERE id = %2$d;
        """
                .formatted(tx, shelf, random.nextInt(5), 1 + random.nextInt(9));
    }

    private String deleteSome(long tx, int shelf) {
        return """
        WITH gone AS (DELETE FROM article WHERE shelf = %2$d AND id %% 3 = %3$d RETURNING quantity)
        UPDATE shelf SET quantity = quantity - (SELECT coalesce(sum(quantity), 0) FROM gone), tx = %1$d WHERE id = %2$d;
        """
                .formatted(tx, shelf, random.nextInt(3));
    }

    private String moveSome(long tx, int shelf, int other) {
        return """
        WITH moved AS (UPDATE article SET shelf = %3$d, tx = %1$d WHERE shelf = %2$d AND id %% 6 = %4$d RETURNING quantity),
             total AS (SELECT coalesce(sum(quantity), 0) AS quantity FROM moved)
        UPDATE shelf SET tx = %1$d, quantity = quantity
            + CASE WHEN id = %3$d THEN (SELECT quantity FROM total) ELSE 0 END
            - CASE WHEN id = %2$d THEN (SELECT quantity FROM total) ELSE 0 END
        WHERE id IN (%2$d, %3$d);
        """
                .formatted(tx, shelf, other, random.nextInt(6));
    }

    private static String changeKeyAndSwap(long tx, int shelf) {
        return """
        DO $$
        DECLARE one article; two article;
        BEGIN
            SELECT * INTO one FROM article WHERE shelf = %2$d ORDER BY id LIMIT 1;
            SELECT * INTO two FROM article WHERE shelf = %2$d ORDER BY id DESC LIMIT 1;
            IF one.id < two.id THEN
                UPDATE article SET sku = 'in between %1$d', tx = %1$d WHERE id = one.id;
                UPDATE article SET sku = one.sku, tx = %1$d WHERE id = two.id;
                UPDATE article SET sku = two.sku, tx = %1$d, id = %1$d9999 WHERE id = one.id;
            END IF;
        END $$;
        """
                .formatted(tx, shelf);
    }

    private String journal(long tx) {
        return """
        INSERT INTO journal SELECT %1$d, i, 'line ' || i FROM generate_series(1, %3$d) i;
        UPDATE editor SET transactions = transactions + 1, lines = lines + %3$d, tx = %1$d WHERE id = %2$d;
        """
                .formatted(tx, editor, 1 + random.nextInt(3));
    }
}
