package io.stageline.configuration;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/// Parses YAML into [Given], keeping lines. Scalars stay text as written, so that `0123` and `yes` are what they look like.
final class YamlText {
    private static final String QUOTE =
            "Put text that begins with *, &, ! or % or holds \": \" in quotes";

    private final List<Problem> problems;
    private final Deque<Node> open = new ArrayDeque<>();

    private YamlText(List<Problem> problems) {
        this.problems = problems;
    }

    static Given.Section parse(String text, List<Problem> problems) {
        try {
            Node document = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            return new YamlText(problems).root(document);
        } catch (MarkedYAMLException e) {
            problems.add(syntax(e));
        } catch (ReaderException e) {
            int line =
                    1
                            + (int)
                                    text.codePoints()
                                            .limit(e.getPosition())
                                            .filter(it -> it == '\n')
                                            .count();
            problems.add(
                    Problem.at(
                            Origin.line(line),
                            "",
                            "The file holds a character that YAML forbids",
                            ""));
        } catch (YAMLException e) {
            problems.add(
                    Problem.at(Origin.NOWHERE, "", "The file is not YAML: " + e.getMessage(), ""));
        }
        return Given.Section.EMPTY;
    }

    /// Takes the problem and the place only: the library's full message quotes the line, and that may hold a password.
    private static Problem syntax(MarkedYAMLException e) {
        String problem =
                String.valueOf(e.getProblem())
                        .replaceAll("(undefined (?:alias|tag handle)).*", "$1");
        if (e.getProblemMark() == null) {
            return Problem.at(Origin.NOWHERE, "", "The file is not YAML: " + problem, QUOTE);
        }
        int line = e.getProblemMark().getLine() + 1;
        int column = e.getProblemMark().getColumn() + 1;
        return Problem.at(
                Origin.line(line),
                "",
                "The file is not YAML at column " + column + ": " + problem,
                QUOTE);
    }

    private Given.Section root(@Nullable Node document) {
        return switch (document == null
                ? new Given.Nothing(Origin.NOWHERE)
                : given("", document, line(document))) {
            case Given.Section section ->
                    new Given.Section(
                            section.entries(), Origin.NOWHERE); // a missing key has no line
            case Given.Nothing _ -> Given.Section.EMPTY;
            case Given.Text text -> notKeys(text.origin());
            case Given.Sequence sequence -> notKeys(sequence.origin());
        };
    }

    private Given.Section notKeys(Origin origin) {
        problems.add(Problem.at(origin, "", "The file does not hold \"key: value\" lines", ""));
        return Given.Section.EMPTY;
    }

    private Given given(String path, Node node, Origin origin) {
        if (open.contains(node)) {
            problems.add(Problem.at(origin, path, path + " contains itself through an alias", ""));
            return new Given.Nothing(origin);
        }
        if (!node.getTag().startsWith(Tag.PREFIX)) {
            problems.add(
                    Problem.at(
                            origin,
                            path,
                            path + " has a YAML tag, which has no meaning here",
                            QUOTE));
            return new Given.Nothing(origin);
        }
        open.push(node);
        try {
            return switch (node) {
                case MappingNode mapping -> section(path, mapping, origin);
                case SequenceNode sequence -> new Given.Sequence(items(path, sequence), origin);
                case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) ->
                        new Given.Nothing(origin);
                case ScalarNode scalar -> new Given.Text(scalar.getValue(), origin);
                default ->
                        throw new IllegalStateException(
                                "Unknown kind of YAML node"); // not a sealed type
            };
        } finally {
            open.pop();
        }
    }

    private List<Given> items(String path, SequenceNode sequence) {
        return sequence.getValue().stream().map(item -> given(path, item, line(item))).toList();
    }

    private Given.Section section(String path, MappingNode mapping, Origin origin) {
        Map<String, Given> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                String message =
                        "A key of " + (path.isEmpty() ? "the file" : path) + " is not a word";
                problems.add(Problem.at(line(entry.getKeyNode()), path, message, ""));
                continue;
            }
            String name = key.getValue();
            String below = path.isEmpty() ? name : path + "." + name;
            Given earlier =
                    entries.putIfAbsent(name, given(below, entry.getValueNode(), line(key)));
            if (earlier != null) {
                problems.add(duplicate(below, line(key), earlier.origin()));
            }
        }
        return new Given.Section(entries, origin);
    }

    static Problem duplicate(String key, Origin second, Origin first) {
        String earlier =
                first.line().isPresent() ? "; the first is on line " + first.line().getAsInt() : "";
        return Problem.at(second, key, key + " is given twice" + earlier, "Keep one of them");
    }

    private static Origin line(Node node) {
        return Origin.line(node.getStartMark().getLine() + 1);
    }
}
