package io.stageline.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConflictJsonTest {
    private static final TableId PRODUCT = new TableId("public", "product");

    @Test
    void tellsNullFromUnknown() {
        var header =
                new TransactionHeader(
                        new Sequence(1042),
                        new Epoch(3),
                        new TransactionId("771"),
                        Instant.parse("2026-11-22T03:00:00Z"));
        var conflict =
                new Conflict(
                        ConflictType.UPDATE_ORIGIN_DIFFERS,
                        header,
                        2,
                        PRODUCT,
                        Map.of("id", "7"),
                        List.of(
                                new Blocker(
                                        PRODUCT, Optional.of("product_pkey"), Map.of("id", "7"))),
                        List.of(
                                new Difference(
                                        "na\"me",
                                        new Seen.Nothing(),
                                        new Seen.Value(null),
                                        new Seen.Value(""))),
                        "One sentence.");

        assertThat(ConflictJson.write(conflict))
                .isEqualTo(
                        """
                        {"type":"update_origin_differs","sequence":1042,"ordinal":2,"transaction_id":"771",\
                        "committed_at":"2026-11-22T03:00:00Z","schema":"public","table":"product","key":{"id":"7"},\
                        "blockers":[{"schema":"public","table":"product","constraint":"product_pkey","key":{"id":"7"}}],\
                        "differences":[{"column":"na\\"me","staging_after":null,"production":""}],\
                        "sentence":"One sentence."}\
                        """);
    }

    @Test
    void writesARowKeyInTheOrderOfItsColumns() {
        Map<String, @Nullable String> key = new LinkedHashMap<>();
        key.put("z", "1");
        key.put("a", null);

        assertThat(ConflictJson.writeKey(Collections.unmodifiableMap(key)))
                .isEqualTo("{\"z\":\"1\",\"a\":null}");
    }
}
