package io.stageline.faults;

import io.stageline.testing.ServerKind;
import java.util.Random;

/// The source transactions of one editor, one after the other, the same for the same seed: inserts, updates, deletes, moves between
/// parents, changed primary keys, swapped unique values; now and then a large one.
final class Edits {
    private static final int LARGE_EVERY = 150;
    private static final int LARGE_ROWS = 1_500;

    private static final String POSTGRES_SWAP =
            """
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
            """;

    private static final String MYSQL_SWAP =
            """
            SELECT min(id), max(id) INTO @one, @two FROM article WHERE shelf = %2$d;
            SELECT max(CASE id WHEN @one THEN sku END), max(CASE id WHEN @two THEN sku END) INTO @sku_one, @sku_two
            FROM article WHERE id IN (@one, @two);
            UPDATE article SET sku = 'in between %1$d', tx = %1$d WHERE id = @one AND @one < @two;
            UPDATE article SET sku = @sku_one, tx = %1$d WHERE id = @two AND @one < @two;
            UPDATE article SET sku = @sku_two, tx = %1$d, id = %1$d9999 WHERE id = @one AND @one < @two;
            """;

    private final int editor;
    private final Random random;
    private final ServerKind kind;
    private long number;

    Edits(int editor, long seed, ServerKind kind) {
        this.editor = editor;
        this.random = new Random(seed * 31 + editor);
        this.kind = kind;
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
        return "SELECT id FROM shelf WHERE id IN (%d, %d) ORDER BY id FOR UPDATE;\n"
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
        INSERT INTO article SELECT %1$d0000 + i, %2$d, concat('a', %1$d0000 + i), %4$d, repeat('x', %5$d), %1$d FROM %6$s;
        UPDATE shelf SET quantity = quantity + %3$d * %4$d, tx = %1$d WHERE id = %2$d;
        """
                .formatted(tx, shelf, rows, quantity, noteLength, Series.to(rows, kind));
    }

    private String addToSome(long tx, int shelf) {
        return """
        UPDATE shelf SET tx = %1$d,
            quantity = quantity + %4$d * (SELECT count(*) FROM article WHERE shelf = %2$d AND id %% 5 = %3$d)
        WHERE id = %2$d;
        UPDATE article SET quantity = quantity + %4$d, tx = %1$d WHERE shelf = %2$d AND id %% 5 = %3$d;
        """
                .formatted(tx, shelf, random.nextInt(5), 1 + random.nextInt(9));
    }

    private String deleteSome(long tx, int shelf) {
        return """
        UPDATE shelf SET tx = %1$d,
            quantity = quantity - (SELECT coalesce(sum(quantity), 0) FROM article WHERE shelf = %2$d AND id %% 3 = %3$d)
        WHERE id = %2$d;
        DELETE FROM article WHERE shelf = %2$d AND id %% 3 = %3$d;
        """
                .formatted(tx, shelf, random.nextInt(3));
    }

    private String moveSome(long tx, int shelf, int other) {
        return """
        UPDATE shelf SET tx = %1$d,
            quantity = quantity + (CASE WHEN id = %3$d THEN 1 ELSE 0 END - CASE WHEN id = %2$d THEN 1 ELSE 0 END)
                * (SELECT coalesce(sum(quantity), 0) FROM article WHERE shelf = %2$d AND id %% 6 = %4$d)
        WHERE id IN (%2$d, %3$d);
        UPDATE article SET shelf = %3$d, tx = %1$d WHERE shelf = %2$d AND id %% 6 = %4$d;
        """
                .formatted(tx, shelf, other, random.nextInt(6));
    }

    private String changeKeyAndSwap(long tx, int shelf) {
        String swap =
                switch (kind) {
                    case POSTGRES -> POSTGRES_SWAP;
                    case MYSQL -> MYSQL_SWAP;
                };
        return swap.formatted(tx, shelf);
    }

    private String journal(long tx) {
        int lines = 1 + random.nextInt(3);
        return """
        INSERT INTO journal SELECT %1$d, i, concat('line ', i) FROM %4$s;
        UPDATE editor SET transactions = transactions + 1, line_count = line_count + %3$d, tx = %1$d WHERE id = %2$d;
        """
                .formatted(tx, editor, lines, Series.to(lines, kind));
    }
}
