package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.site.BenchDatabase;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/// What makes production equal to staging, found by comparing them: rows to delete, to insert and to update, in tables of schema `net`.
///
/// @param statements that write it, in an order no constraint refuses
/// @param rows how many they write
record NetEffect(List<String> statements, long rows) {
    private static final int PIPE_BYTES = 1 << 20;

    /// Parents before their children.
    private static final String TABLES =
            """
            WITH RECURSIVE depth (relation, depth) AS (
                SELECT oid, 0 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                UNION
                SELECT conrelid, depth + 1 FROM pg_constraint JOIN depth ON confrelid = relation WHERE contype = 'f' AND depth < 20)
            SELECT relation::regclass,
                (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped),
                (SELECT string_agg(format('t.%1$I = n.%1$I', attname), ' AND ') FROM pg_index JOIN pg_attribute ON attrelid = indrelid
                    AND attnum = ANY (indkey) WHERE indrelid = relation AND indisprimary),
                coalesce((SELECT attname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                    WHERE conrelid = relation AND contype = 'u' AND atttypid = 'text'::regtype LIMIT 1), '')
            FROM depth GROUP BY relation ORDER BY max(depth), relation
            """;

    NetEffect {
        statements = List.copyOf(statements);
    }

    /// @param key the condition that joins `t` and `n` on the primary key
    /// @param parked a unique text column whose values may have to be given up before others take them; empty for none
    private record Shape(String table, String columns, String key, String parked) {}

    static NetEffect prepare(BenchDatabase staging, BenchDatabase production)
            throws SQLException, IOException {
        try (Connection from = staging.connect();
                Connection to = production.connect();
                Statement statement = to.createStatement()) {
            statement.execute("CREATE SCHEMA net");
            var deletes = new ArrayList<String>();
            var writes = new ArrayList<String>();
            for (Shape shape : shapes(statement)) {
                copy(from, to, shape.table());
                compare(statement, shape);
                deletes.addFirst(
                        filled("DELETE FROM ${t} t USING net.${t}_gone n WHERE ${key}", shape));
                writes.addAll(writes(shape));
            }
            statement.execute("ANALYZE");
            deletes.addAll(writes);
            return new NetEffect(
                    deletes,
                    Long.parseLong(
                            BenchDatabase.value(
                                    to, "SELECT coalesce(sum(rows), 0) FROM net.written")));
        }
    }

    private static List<Shape> shapes(Statement statement) throws SQLException {
        var shapes = new ArrayList<Shape>();
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                shapes.add(
                        new Shape(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4)));
            }
        }
        statement.execute("CREATE TABLE net.written (rows bigint)");
        return shapes;
    }

    private static void compare(Statement statement, Shape shape) throws SQLException {
        statement.execute(
                filled(
                        """
                        CREATE TABLE net.${t}_gone AS SELECT t.* FROM ${t} t WHERE NOT EXISTS (SELECT FROM net.${t} n WHERE ${key});
                        CREATE TABLE net.${t}_new AS SELECT n.* FROM net.${t} n WHERE NOT EXISTS (SELECT FROM ${t} t WHERE ${key});
                        CREATE TABLE net.${t}_changed AS SELECT n.* FROM net.${t} n JOIN ${t} t ON ${key} WHERE ROW (t.*) IS DISTINCT FROM ROW (n.*);
                        INSERT INTO net.written SELECT count(*) FROM net.${t}_gone;
                        INSERT INTO net.written SELECT count(*) FROM net.${t}_new;
                        INSERT INTO net.written SELECT count(*) FROM net.${t}_changed
                        """,
                        shape));
    }

    private static List<String> writes(Shape shape) {
        var writes = new ArrayList<String>();
        if (!shape.parked().isEmpty()) {
            writes.add(
                    filled(
                            "UPDATE ${t} t SET ${parked} = 'parked ' || t.${parked} FROM net.${t}_changed n WHERE ${key} AND t.${parked} <> n.${parked}",
                            shape));
        }
        writes.add(
                filled(
                        "UPDATE ${t} t SET (${columns}) = ROW (n.*) FROM net.${t}_changed n WHERE ${key}",
                        shape));
        writes.add(filled("INSERT INTO ${t} SELECT * FROM net.${t}_new", shape));
        return writes;
    }

    private static String filled(String text, Shape shape) {
        return text.replace("${t}", shape.table())
                .replace("${key}", shape.key())
                .replace("${columns}", shape.columns())
                .replace("${parked}", shape.parked());
    }

    /// Staging's rows into `net.TABLE`.
    private static void copy(Connection from, Connection to, String table)
            throws SQLException, IOException {
        try (Statement statement = to.createStatement()) {
            statement.execute("CREATE TABLE net.%1$s (LIKE public.%1$s)".formatted(table));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var in = new PipedInputStream(PIPE_BYTES)) {
            var out = new PipedOutputStream(in);
            Future<Long> read =
                    threads.submit(() -> {
                        try (out) {
                            return from.unwrap(PGConnection.class)
                                    .getCopyAPI()
                                    .copyOut("COPY public." + table + " TO STDOUT", out);
                        }
                    });
            to.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY net." + table + " FROM STDIN", in);
            read.get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
