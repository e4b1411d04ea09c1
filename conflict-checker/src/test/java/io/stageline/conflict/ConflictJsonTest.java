package io.stageline.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Evidence;
import io.stageline.conflict.Conflict.Seen;
import io.stageline.conflict.Conflict.Violation;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConflictJsonTest {
    private static final TableId PRODUCT = new TableId("public", "product");
    private static final Map<String, String> ID = Map.of("id", "7");
    private static final TransactionHeader HEADER =
            new TransactionHeader(
                    new Sequence(1042),
                    new Epoch(3),
                    new TransactionId("771"),
                    Instant.parse("2026-11-22T03:00:00Z"));

    @Test
    void tellsNullFromUnknown() {
        var name =
                new Difference(
                        "na\"me", new Seen.Nothing(), new Seen.Value(null), new Seen.Value(""));
        var row = new LinkedHashMap<String, String>();
        row.put("id", "7");
        row.put("na\"me", "");
        var evidence =
                new Evidence(
                        List.of(name),
                        List.of(name),
                        List.of(new Blocker(PRODUCT, Optional.of("product_pkey"), ID, row)),
                        List.of(
                                new Violation(
                                        Violation.Kind.UNIQUE,
                                        Optional.of("product_pkey"),
                                        PRODUCT,
                                        List.of("id"),
                                        1)));

        assertThat(ConflictJson.write(conflict(HEADER, evidence)))
                .isEqualTo(
                        """
                        {"type":"update_origin_differs","sequence":1042,"ordinal":2,"transaction_id":"771",\
                        "committed_at":"2026-11-22T03:00:00Z","topic_offset":90210,"schema":"public","table":"product","key":{"id":"7"},\
                        "blockers":[{"schema":"public","table":"product","constraint":"product_pkey","key":{"id":"7"},\
                        "row":{"id":"7","na\\"me":""}}],\
                        "violations":[{"kind":"unique","constraint":"product_pkey","schema":"public","table":"product",\
                        "columns":["id"],"rows":1}],\
                        "differences":[{"column":"na\\"me","staging_after":null,"production":""}],\
                        "columns":[{"column":"na\\"me","staging_after":null,"production":""}],\
                        "sentence":"One sentence."}\
                        """);
    }

    @Test
    void cutsAValueNobodyCouldReadAndSaysSo() {
        var body =
                new Difference(
                        "body",
                        new Seen.Nothing(),
                        new Seen.Value("x".repeat(100_000)),
                        new Seen.Nothing());

        String json =
                ConflictJson.write(
                        conflict(
                                HEADER,
                                new Evidence(List.of(body), List.of(), List.of(), List.of())));

        assertThat(json).hasSizeLessThan(9_000).contains("x… (100000 characters)\"");
    }

    @Test
    void writesARowKeyInTheOrderOfItsColumns() {
        Map<String, @Nullable String> key = new LinkedHashMap<>();
        key.put("z", "1");
        key.put("a", null);

        assertThat(ConflictJson.writeKey(Collections.unmodifiableMap(key)))
                .isEqualTo("{\"z\":\"1\",\"a\":null}");
    }

    private static Conflict conflict(TransactionHeader header, Evidence evidence) {
        return new Conflict(
                ConflictType.UPDATE_ORIGIN_DIFFERS,
                new Conflict.Place(header, 2, OptionalLong.of(90_210)),
                PRODUCT,
                ID,
                evidence,
                "One sentence.");
    }
}
