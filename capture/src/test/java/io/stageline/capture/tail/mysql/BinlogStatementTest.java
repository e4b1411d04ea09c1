package io.stageline.capture.tail.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.changelog.TableId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinlogStatementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRUNCATE item | shop.item",
                "truncate table `a ``b` /* xid=7 */ | shop.a `b",
                "/* who */ TRUNCATE TABLE other . `Item`; | other.Item",
                "TRUNCATE TABLE`item` | shop.item",
                "TRUNCATE \"odd name\" | shop.odd name"
            })
    void findsTheTableOfATruncate(String sql, String table) {
        String[] names = table.split("\\.", 2);
        assertThat(read(sql))
                .isEqualTo(new BinlogStatement.Truncate(new TableId(names[0], names[1])));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO item VALUES (1)",
                "/* x */ update item SET a = 1",
                "WITH c AS (SELECT 1) DELETE FROM item",
                "REPLACE item VALUES (1)"
            })
    void knowsAStatementThatChangesRows(String sql) {
        assertThat(read(sql)).isInstanceOf(BinlogStatement.ChangesRows.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id int) START TRANSACTION",
                "SAVEPOINT `s`",
                "GRANT ALL ON *.* TO x",
                "ALTER TABLE t ADD PARTITION (PARTITION p VALUES LESS THAN (3))",
                "XA END X'01',X'',1"
            })
    void knowsWhatNoRowDependsOn(String sql) {
        assertThat(read(sql)).isEqualTo(new BinlogStatement.Harmless());
    }

    @Test
    void tellsTheEndsOfATransactionApart() {
        assertThat(read("BEGIN")).isEqualTo(new BinlogStatement.Begin(false));
        assertThat(read("XA START X'78',X'',1")).isEqualTo(new BinlogStatement.Begin(true));
        assertThat(read("COMMIT")).isEqualTo(new BinlogStatement.Commit());
        assertThat(read("ROLLBACK")).isEqualTo(new BinlogStatement.Rollback());
        assertThat(read("ROLLBACK TO `s`")).isEqualTo(new BinlogStatement.RollbackToSavepoint());
        assertThat(read("ALTER TABLE t TRUNCATE PARTITION p"))
                .isInstanceOf(BinlogStatement.MovesPartition.class);
    }

    @Test
    void refusesATruncateItCannotRead() {
        assertThatThrownBy(() -> read("TRUNCATE é", StandardCharsets.ISO_8859_1))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> read("TRUNCATE a b c", StandardCharsets.UTF_8))
                .isInstanceOf(Refusal.class);
    }

    private static BinlogStatement read(String sql) {
        return read(sql, StandardCharsets.UTF_8);
    }

    private static BinlogStatement read(String sql, Charset charset) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[8]);
        body.write(4);
        body.writeBytes(new byte[] {0, 0, 2, 0, 9, 9});
        body.writeBytes("shop\0".getBytes(StandardCharsets.UTF_8));
        body.writeBytes(sql.getBytes(charset));
        var frame = new BinlogFrame(EventTypes.QUERY, 0, 0, 0, body.toByteArray());
        return BinlogStatement.read(frame, false);
    }
}
