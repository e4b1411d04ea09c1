package io.stageline.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Flattens what stands below a pass-through key: `slot: { name: x }` becomes `slot.name`.
final class PropertyTree {
    private final Setting.Key key;
    private final List<Problem> problems;
    private final Map<String, Given> flat = new LinkedHashMap<>();

    private PropertyTree(Setting.Key key, List<Problem> problems) {
        this.key = key;
        this.problems = problems;
    }

    /// The same properties under literal keys, as texts only. What cannot be a property is told and left out.
    static Given.Section flatten(Setting.Key key, Given.Section given, List<Problem> problems) {
        PropertyTree tree = new PropertyTree(key, problems);
        given.entries().forEach(tree::add);
        return new Given.Section(tree.flat, given.origin());
    }

    private void add(String property, Given given) {
        switch (given) {
            case Given.Section section ->
                    section.entries().forEach((name, below) -> add(property + "." + name, below));
            case Given.Text text -> put(property, text);
            case Given.Sequence sequence ->
                    joined(property, sequence).ifPresent(text -> put(property, text));
            case Given.Nothing nothing -> refuse(property, nothing.origin(), "has no value");
        }
    }

    /// Debezium and Kafka write lists with commas.
    private Optional<Given.Text> joined(String property, Given.Sequence sequence) {
        if (!sequence.items().stream().allMatch(Given.Text.class::isInstance)) {
            refuse(property, sequence.origin(), "expects a list of texts");
            return Optional.empty();
        }
        String text =
                sequence.items().stream()
                        .map(item -> ((Given.Text) item).text())
                        .collect(Collectors.joining(","));
        return Optional.of(new Given.Text(text, sequence.origin()));
    }

    private void put(String property, Given.Text text) {
        Given earlier = flat.putIfAbsent(property, text);
        if (earlier != null) {
            problems.add(YamlText.duplicate(key.at(property), text.origin(), earlier.origin()));
        }
    }

    private void refuse(String property, Origin origin, String what) {
        problems.add(Problem.at(origin, key.at(property), key.at(property) + " " + what, ""));
    }
}
