package io.stageline.changelog.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Columns.ValueForm;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands on topics out there must stay readable: one golden file a kind of record and format version. A golden file
/// is never changed; a new version adds a folder.
class GoldenFilesTest {
    private static final TableId PRODUCT = new TableId("public", "Product \"new\"");
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final TransactionHeader HEADER =
            new TransactionHeader(new Sequence(1042), new Epoch(3), new TransactionId("742"), TIME);
    private static final PostgresLsn POSITION = PostgresLsn.parse("16/B374D848");
    private static final String OWNER = "capture on host a, process 12";
    private static final SourceServer SERVER = new SourceServer("7412345678901234567", 2);
    private static final SourceStamp STAMP =
            new SourceStamp("shop", PostgresLsn.parse("16/B374D000"), List.of("id"), 1);
    private static final Columns COLUMNS =
            Columns.of(
                    List.of("id", "sku", "active", "note"),
                    List.of(ValueForm.NUMBER, ValueForm.TEXT, ValueForm.BOOLEAN, ValueForm.TEXT));
    private static final Columns KEY = Columns.of(List.of("id"), List.of(ValueForm.NUMBER));

    private final RecordEncoder encoder = new RecordEncoder("catalogue");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert",
                "update",
                "move",
                "delete",
                "truncate",
                "begin",
                "end",
                "mark",
                "claim",
                "claim-server"
            })
    void writesTheCurrentVersionToTheByte(String kind) throws IOException {
        assertThat(written(kind)).isEqualTo(Files.readString(golden(2, kind)));
        assertThat(new String(writtenHeader(kind).value(), StandardCharsets.US_ASCII) + "\n")
                .isEqualTo(Files.readString(goldenHeader(kind)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert",
                "update",
                "move",
                "delete",
                "truncate",
                "begin",
                "end",
                "mark",
                "claim",
                "claim-server"
            })
    void readsVersionOne(String kind) throws IOException {
        LogRecord found = decode(headers(1, kindHeader(kind)), Files.readAllBytes(golden(1, kind)));

        assertThat(found).isEqualTo(expected(kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert",
                "update",
                "move",
                "delete",
                "truncate",
                "begin",
                "end",
                "mark",
                "claim",
                "claim-server"
            })
    void readsVersionTwo(String kind) throws IOException {
        String words = Files.readString(goldenHeader(kind)).strip();
        LogRecord found =
                decode(List.of(header("stageline", words)), Files.readAllBytes(golden(2, kind)));

        assertThat(found).isEqualTo(expected(kind));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 99, 1_000_000, 9_223_372_036_854_775_807L})
    void writesAnyOrdinal(long ordinal) {
        var header = new RecordHeaders(HEADER.epoch()).ofChange(HEADER.sequence(), ordinal);

        assertThat(ReadHeaders.of(headersOf(header)))
                .isEqualTo(new ReadHeaders(2, "change", 3, 1042, ordinal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "2", "2 change", "2 change 3", "2 change 3 1042", "2 change x 1 1"})
    void namesAHeaderThatTellsTooLittle(String words) throws IOException {
        assertThat(
                        decode(
                                List.of(header("stageline", words)),
                                Files.readAllBytes(golden(2, "insert"))))
                .isInstanceOf(LogRecord.Unreadable.class);
    }

    @Test
    void readsPastWordsOfALaterVersion() throws IOException {
        assertThat(
                        decode(
                                List.of(header("stageline", "2 change 3 1042 2 later")),
                                Files.readAllBytes(golden(2, "insert"))))
                .isEqualTo(expected("insert"));
    }

    @Test
    void readsPastUnknownHeadersAndFields() throws IOException {
        List<Header> headers = headers(1, "change");
        headers.add(new RecordHeader("traceparent", new byte[] {1}));
        String json =
                Files.readString(golden(1, "insert"))
                        .replaceFirst("\\{", "{\"later\":{\"a\":[1,2]},");

        assertThat(decode(headers, json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(expected("insert"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[1]",
                "{\"op\":\"c\"}",
                "{\"op\":\"x\",\"source\":{\"schema\":\"s\",\"table\":\"t\"}}"
            })
    void namesGarbageInsteadOfFailing(String garbage) {
        LogRecord found = decode(headers(1, "change"), garbage.getBytes(StandardCharsets.UTF_8));

        assertThat(found).isInstanceOf(LogRecord.Unreadable.class);
    }

    @Test
    void namesARecordWithoutOurHeaders() {
        assertThat(decode(List.of(), "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new LogRecord.Unreadable("its headers tell no version"));
    }

    @Test
    void refusesANewerFormatInsteadOfGuessing() throws IOException {
        assertThat(
                        decode(
                                List.of(header("stageline", "3 change 3 1042 2")),
                                Files.readAllBytes(golden(2, "insert"))))
                .isEqualTo(
                        new LogRecord.Unreadable(
                                "format version 3 is newer than this Stageline reads (2): update it"));
    }

    private String written(String kind) {
        byte[] bytes =
                switch (kind) {
                    case "begin" -> encoder.begin(HEADER);
                    case "end" -> encoder.end(HEADER, POSITION, Map.of(PRODUCT, 5L));
                    case "mark" ->
                            encoder.mark(ResumePoint.after(HEADER.sequence(), POSITION), TIME);
                    case "claim" ->
                            encoder.claim(
                                    ResumePoint.START, TIME, new Claimant(OWNER, Optional.empty()));
                    case "claim-server" ->
                            encoder.claim(
                                    ResumePoint.START,
                                    TIME,
                                    new Claimant(OWNER, Optional.of(SERVER)));
                    default -> encoder.change(HEADER, 2, event(kind), STAMP);
                };
        return new String(bytes, StandardCharsets.UTF_8) + "\n";
    }

    private static Header writtenHeader(String kind) {
        var headers = new RecordHeaders(HEADER.epoch());
        return switch (kindHeader(kind)) {
            case "begin" -> headers.of("begin", HEADER.sequence(), 0);
            case "end" -> headers.of("end", HEADER.sequence(), 6);
            case "mark" -> headers.of("mark");
            case "claim" -> headers.of("claim");
            default -> headers.ofChange(HEADER.sequence(), 2);
        };
    }

    private static LogRecord expected(String kind) {
        return switch (kind) {
            case "begin" ->
                    new LogRecord.Begin(HEADER.epoch(), HEADER.sequence(), HEADER.id(), TIME);
            case "end" ->
                    new LogRecord.End(
                            HEADER.epoch(),
                            HEADER.sequence(),
                            HEADER.id(),
                            POSITION,
                            TIME,
                            Map.of(PRODUCT, 5L));
            case "mark" ->
                    new LogRecord.Mark(
                            HEADER.epoch(), ResumePoint.after(HEADER.sequence(), POSITION), TIME);
            case "claim" ->
                    new LogRecord.Claim(
                            HEADER.epoch(),
                            ResumePoint.START,
                            TIME,
                            new Claimant(OWNER, Optional.empty()));
            case "claim-server" ->
                    new LogRecord.Claim(
                            HEADER.epoch(),
                            ResumePoint.START,
                            TIME,
                            new Claimant(OWNER, Optional.of(SERVER)));
            default -> new LogRecord.Change(HEADER.epoch(), HEADER.sequence(), 2, event(kind));
        };
    }

    private static ChangeEvent event(String kind) {
        return switch (kind) {
            case "insert" ->
                    new ChangeEvent.Insert(PRODUCT, row("7", "a \"quoted\" ü 😀\n", "true", null));
            case "update" ->
                    new ChangeEvent.Update(PRODUCT, null, row("7", "", "false", "-Infinity"));
            case "move" -> new ChangeEvent.Update(PRODUCT, key("7"), row("8", "x", "true", null));
            case "delete" -> new ChangeEvent.Delete(PRODUCT, key("9223372036854775807"));
            case "truncate" -> new ChangeEvent.Truncate(PRODUCT);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static RowImage row(@org.jspecify.annotations.Nullable String... values) {
        return RowImage.owning(COLUMNS, values);
    }

    private static RowImage key(String id) {
        return RowImage.owning(KEY, new String[] {id});
    }

    private static String kindHeader(String kind) {
        if (kind.startsWith("claim")) {
            return "claim";
        }
        return List.of("begin", "end", "mark").contains(kind) ? kind : "change";
    }

    private static List<Header> headers(int version, String kind) {
        List<Header> headers = new ArrayList<>();
        headers.add(header("stageline.version", Integer.toString(version)));
        headers.add(header("stageline.kind", kind));
        headers.add(header("stageline.epoch", "3"));
        headers.add(header("stageline.sequence", "1042"));
        headers.add(header("stageline.ordinal", "2"));
        return headers;
    }

    private static org.apache.kafka.common.header.Headers headersOf(Header header) {
        return new org.apache.kafka.common.header.internals.RecordHeaders(List.of(header));
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static LogRecord decode(List<Header> headers, byte[] value) {
        var all = new org.apache.kafka.common.header.internals.RecordHeaders(headers);
        return new RecordDecoder().decode(all, ByteBuffer.wrap(value));
    }

    private static Path golden(int version, String kind) {
        return Path.of("src/test/resources/golden/v" + version, kind + ".json");
    }

    private static Path goldenHeader(String kind) {
        return Path.of("src/test/resources/golden/v2", kind + ".header");
    }
}
