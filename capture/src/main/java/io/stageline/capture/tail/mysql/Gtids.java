package io.stageline.capture.tail.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A set of GTIDs that grows, as MySQL writes it: `uuid:1-5:7` or, with a tag, `uuid:tag:1-5`. Owned by one thread.
final class Gtids {
    /// From a source, with its tag, to its ranges: the first of each to the last.
    private final TreeMap<String, TreeMap<Long, Long>> ranges = new TreeMap<>();

    /// @param text as MySQL writes it; blanks do not matter
    Gtids(String text) {
        for (String source : text.replaceAll("\\s", "").split(",", -1)) {
            if (!source.isEmpty()) {
                parse(source.split(":", -1));
            }
        }
    }

    private void parse(String[] parts) {
        String uuid = parts[0];
        String source = uuid;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            if (Character.isDigit(part.charAt(0))) {
                int dash = part.indexOf('-');
                long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
                long last = dash < 0 ? first : Long.parseLong(part.substring(dash + 1));
                ranges.computeIfAbsent(source, _ -> new TreeMap<>()).put(first, last);
            } else {
                source = uuid + ":" + part;
            }
        }
    }

    /// @param gtid `uuid:7` or `uuid:tag:7`
    void add(String gtid) {
        int colon = gtid.lastIndexOf(':');
        long number = Long.parseLong(gtid.substring(colon + 1));
        TreeMap<Long, Long> known =
                ranges.computeIfAbsent(gtid.substring(0, colon), _ -> new TreeMap<>());
        Map.Entry<Long, Long> below = known.floorEntry(number);
        if (below != null && below.getValue() >= number) {
            return;
        }
        long first = below != null && below.getValue() == number - 1 ? below.getKey() : number;
        Long last = known.remove(number + 1);
        known.put(first, last == null ? number : last);
    }

    String text() {
        List<String> sources = new ArrayList<>();
        ranges.forEach((source, known) -> {
            var text = new StringBuilder(source);
            known.forEach((first, last) -> {
                text.append(':').append(first);
                if (last > first) {
                    text.append('-').append(last);
                }
            });
            sources.add(text.toString());
        });
        return String.join(",", sources);
    }
}
