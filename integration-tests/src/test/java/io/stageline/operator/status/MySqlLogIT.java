package io.stageline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.stageline.changelog.SourcePosition;
import io.stageline.configuration.Secret;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MySqlLogIT {
    private static Database database(MySqlDatabase staging) {
        return new Database(
                "status",
                new DatabaseConfig(staging.url(), staging.user(), new Secret(staging.password())));
    }

    @Test
    void tellsWhereTheBinlogEndsAndHowMuchWaits() throws SQLException {
        try (MySqlDatabase staging = Servers.mysql(Role.STAGING).createDatabase()) {
            SourcePosition before = MySqlLog.read(database(staging)).end();
            staging.execute("CREATE TABLE t (id int); FLUSH BINARY LOGS; INSERT INTO t VALUES (1)");

            MySqlLog log = MySqlLog.read(database(staging));

            long last = log.files().get(log.end().file());
            assertThat(log.end().offset()).isEqualTo(last);
            assertThat(log.bytes(before, log.end()).orElseThrow()).isGreaterThan(last);
            assertThat(log.bytes(log.end(), log.end())).hasValue(0);
        }
    }

    @Test
    void seesWhoReads() throws SQLException, IOException, TimeoutException {
        try (MySqlDatabase staging = Servers.mysql(Role.STAGING).createDatabase()) {
            assertThat(MySqlLog.read(database(staging)).isRead()).isFalse();
            var reader =
                    new BinaryLogClient(
                            staging.server().host(),
                            staging.server().port(),
                            staging.user(),
                            staging.password());
            reader.setServerId(4711);
            reader.connect(Duration.ofSeconds(20).toMillis());
            try {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> MySqlLog.read(database(staging)).isRead());
                assertThat(MySqlLog.read(database(staging)).judge(Optional.empty(), false).state())
                        .isEqualTo(State.RUNNING);
            } finally {
                reader.disconnect();
            }
        }
    }
}
