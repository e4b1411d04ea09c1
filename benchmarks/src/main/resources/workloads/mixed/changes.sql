-- Of 100 source transactions 40 are orders (36 of 5 row changes, 4 of 6), 20 price changes (4), 10 orders of new customers (5), 10
-- cancellations (5), 8 new products (4), 6 swaps of a secondary unique value (3), 6 key changes (3): 452 row changes.
CREATE PROCEDURE bench.write(first int, last int) LANGUAGE plpgsql AS $$
DECLARE
    kind int;
    gone bigint;
    one bigint;
    other bigint;
    one_sku text;
    other_sku text;
    now_ timestamptz;
BEGIN
    FOR n IN first..last LOOP
        kind := (n * 37) % 100;
        now_ := '2026-02-01 00:00:00Z'::timestamptz + n * interval '1 second';
        one := 1 + floor(random() * 10000)::bigint;
        other := 1 + (one + floor(random() * 9999)::bigint) % 10000;
        IF kind < 40 THEN
            UPDATE customer SET points = points + 1, seen = now_ WHERE id = one;
            INSERT INTO purchase VALUES (100000 + n, one, 'receipt of ' || n, n % 500 + 1, 'an order', now_);
            INSERT INTO purchase_line
                SELECT 100000 + n, line, 1 + (other + line * 17) % 10000, 1 + line, line * 10
                FROM generate_series(1, CASE WHEN kind < 36 THEN 3 ELSE 4 END) line;
        ELSIF kind < 60 THEN
            UPDATE product SET price = price + 0.05, changed = now_ WHERE id = one;
            UPDATE product SET price = price + 0.10, changed = now_ WHERE id = other;
            UPDATE product SET price = price + 0.15, changed = now_, description = 'better for more, since ' || n WHERE id = 1 + one % 10000;
            UPDATE product SET price = price + 0.20, changed = now_ WHERE id = 1 + other % 10000;
        ELSIF kind < 70 THEN
            INSERT INTO customer VALUES (100000 + n, 'new' || n || '@example.com', 'new customer ' || n, 1, now_);
            INSERT INTO purchase VALUES (100000 + n, 100000 + n, 'first receipt of ' || n, n % 500 + 1, NULL, now_);
            INSERT INTO purchase_line
                SELECT 100000 + n, line, 1 + (other + line * 17) % 10000, 1 + line, line * 10 FROM generate_series(1, 3) line;
        ELSIF kind < 80 THEN
            -- An order of 999 transactions before, or one from before the backlog; each has three lines.
            IF n > 1000 AND (kind % 2 = 0 OR n > 100000) THEN
                gone := 100000 + n - 999;
            ELSE
                gone := 1 + (n / 100) * 10 + kind - 70;
            END IF;
            DELETE FROM purchase_line WHERE purchase_id = gone;
            DELETE FROM purchase WHERE id = gone;
            UPDATE customer SET points = points - 1, seen = now_ WHERE id = one;
        ELSIF kind < 88 THEN
            INSERT INTO product VALUES (100000 + n, 1 + n % 100, 'sku of ' || n, 'new product ' || n, 9.95, NULL, now_);
            INSERT INTO shelf VALUES ('new place ' || n, 100000 + n, 100000 + n);
            UPDATE category SET products = products + 1 WHERE id = 1 + n % 100;
            UPDATE product SET name = 'product number ' || one || ', see ' || n, changed = now_ WHERE id = one;
        ELSIF kind < 94 THEN
            SELECT sku INTO one_sku FROM product WHERE id = one;
            SELECT sku INTO other_sku FROM product WHERE id = other;
            UPDATE product SET sku = 'on its way ' || n WHERE id = one;
            UPDATE product SET sku = one_sku WHERE id = other;
            UPDATE product SET sku = other_sku WHERE id = one;
        ELSE
            UPDATE shelf SET place = 'place after ' || n WHERE number = 1 + one % 2000;
            UPDATE product SET changed = now_ WHERE id = one;
            UPDATE customer SET seen = now_ WHERE id = other;
        END IF;
        COMMIT;
    END LOOP;
END $$;
