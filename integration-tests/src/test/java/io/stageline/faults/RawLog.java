package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Lane 0 of a change log as its raw records tell it, by the written rules alone: a claim with a higher epoch ends the reign before it,
/// a source transaction is BEGIN, changes 1, 2, 3 … and END without anything of its reign in between.
///
/// @param ends value of the END record by sequence, of every whole source transaction
/// @param faults what breaks the rules, in words
/// @param gaps by sequence, the one that follows it instead of the next
/// @param fenced records of an older reign behind a newer claim
/// @param epochs the reigns, oldest first
record RawLog(
        NavigableMap<Long, String> ends,
        List<String> faults,
        NavigableMap<Long, Long> gaps,
        long fenced,
        List<Long> epochs) {

    static RawLog read(String bootstrapServers, String topic) {
        var partition = new TopicPartition(topic, 0);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000);
        var scan = new Scan();
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(5)).forEach(scan::accept);
            }
        }
        return new RawLog(scan.ends, scan.faults, scan.gaps, scan.fenced, scan.epochs);
    }

    /// Each source transaction stands in it once, whole, in order and without gap.
    void assertHolds(long transactions) {
        assertThat(faults).describedAs("what breaks the rules of the change log").isEmpty();
        assertThat(gaps).describedAs("gaps in the sequence").isEmpty();
        assertThat(ends.size()).describedAs("sequences").isEqualTo(transactions);
        assertThat(ends.firstKey()).isEqualTo(1);
        assertThat(ends.lastKey()).isEqualTo(transactions);
    }

    private static final class Scan {
        private final NavigableMap<Long, String> ends = new TreeMap<>();
        private final List<String> faults = new ArrayList<>();
        private final NavigableMap<Long, Long> gaps = new TreeMap<>();
        private final List<Long> epochs = new ArrayList<>();
        private final Set<String> sourceTransactions = new TreeSet<>();
        private long fenced;
        private long reigning;
        private long open;
        private long due;

        private void accept(ConsumerRecord<byte[], byte[]> found) {
            String kind = words(found)[1];
            long epoch = number(found, 2);
            if (epoch < reigning) {
                fenced++;
                return;
            }
            if (epoch > reigning && !kind.equals("claim")) {
                faults.add("epoch " + epoch + " writes without a claim at " + found.offset());
            }
            switch (kind) {
                case "claim" -> onClaim(epoch);
                case "begin" -> onBegin(found);
                case "change" -> onNext(found);
                case "end" -> onEnd(found);
                case "mark" -> onMark(found);
                default -> faults.add("a record of kind " + kind + " at " + found.offset());
            }
        }

        private void onClaim(long epoch) {
            if (epoch > reigning) {
                epochs.add(epoch);
                open = 0;
            }
            reigning = epoch;
        }

        private void onBegin(ConsumerRecord<byte[], byte[]> found) {
            if (open != 0) {
                faults.add("#" + open + " has no END and no new claim before " + found.offset());
            }
            open = number(found, 3);
            due = 1;
            long last = ends.isEmpty() ? 0 : ends.lastKey();
            if (open != last + 1) {
                gaps.put(last, open);
            }
        }

        private void onNext(ConsumerRecord<byte[], byte[]> found) {
            if (number(found, 3) != open || number(found, 4) != due) {
                faults.add("not change " + due + " of #" + open + " at " + found.offset());
            }
            due++;
        }

        private void onEnd(ConsumerRecord<byte[], byte[]> found) {
            onNext(found);
            String value = new String(found.value(), StandardCharsets.UTF_8);
            if (!value.contains("\"event_count\":" + (due - 2) + ",")) {
                faults.add("END counts otherwise than " + (due - 2) + ": " + value);
            }
            if (ends.put(open, value) != null) {
                faults.add("#" + open + " ends twice, at " + found.offset());
            }
            if (!sourceTransactions.add(transaction(value))) {
                faults.add("the source transaction of " + value + " stands here twice");
            }
            open = 0;
        }

        private void onMark(ConsumerRecord<byte[], byte[]> found) {
            if (open != 0) {
                faults.add("a mark inside #" + open + " at " + found.offset());
            }
        }

        /// The words of the header: version, kind, epoch, sequence, ordinal.
        private static String[] words(ConsumerRecord<byte[], byte[]> found) {
            byte[] header = found.headers().lastHeader("stageline").value();
            return new String(header, StandardCharsets.US_ASCII).split(" ");
        }

        private static long number(ConsumerRecord<byte[], byte[]> found, int word) {
            return Long.parseLong(words(found)[word]);
        }
    }

    /// The source transaction and where it stands in staging's log, as an END record names them.
    static String transaction(String end) {
        return field(end, "id") + " at " + field(end, "position");
    }

    private static String field(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }
}
