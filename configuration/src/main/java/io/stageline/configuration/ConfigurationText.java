package io.stageline.configuration;

import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Writes configuration for people: the effective values as YAML, and the reference of all keys as Markdown.
public final class ConfigurationText {
    private ConfigurationText() {}

    /// The effective configuration as YAML, every default filled in, each key with its sentence, in the order of the
    /// components. Secrets are masked, also inside URLs and properties. Without secrets it can be read again and gives an
    /// equal record.
    public static <T extends Record> String show(T configuration) {
        var options = new DumperOptions();
        options.setProcessComments(true);
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        var yaml = new StringWriter();
        new Yaml(options)
                .serialize(section(Settings.of(configuration.getClass()), configuration), yaml);
        return yaml.toString();
    }

    private static Node section(Setting.Section section, Object configuration) {
        RecordComponent[] components = section.type().getRecordComponents();
        List<NodeTuple> entries = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            Setting setting = section.settings().get(i);
            Node key = text(setting.key().name());
            key.setBlockComments(List.of(comment(setting.key().sentence())));
            entries.add(new NodeTuple(key, node(setting, component(components[i], configuration))));
        }
        return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
    }

    private static Object component(RecordComponent component, Object configuration) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(configuration);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Component cannot be read: " + component.getName(), e);
        }
    }

    private static Node node(Setting setting, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent()
                    ? node(setting, optional.get())
                    : new ScalarNode(Tag.NULL, "", null, null, ScalarStyle.PLAIN);
        }
        return switch (setting) {
            case Setting.Value scalar -> scalar(scalar.type(), value);
            case Setting.Listing _ -> sequence((List<?>) value);
            case Setting.Properties _ -> properties((Map<?, ?>) value);
            case Setting.Section section -> section(section, value);
        };
    }

    private static Node scalar(ValueType type, Object value) {
        String text = type.print().apply(value);
        return switch (value) {
            case Boolean _ -> new ScalarNode(Tag.BOOL, text, null, null, ScalarStyle.PLAIN);
            case Integer _, Long _ -> new ScalarNode(Tag.INT, text, null, null, ScalarStyle.PLAIN);
            case Double _ -> new ScalarNode(Tag.FLOAT, text, null, null, ScalarStyle.PLAIN);
            default -> text(References.escape(Mask.credentialsIn(text)));
        };
    }

    private static Node sequence(List<?> items) {
        List<Node> nodes = new ArrayList<>();
        items.forEach(
                item -> nodes.add(text(References.escape(Mask.credentialsIn((String) item)))));
        return new SequenceNode(Tag.SEQ, nodes, items.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static Node properties(Map<?, ?> properties) {
        Map<String, String> sorted = new TreeMap<>();
        properties.forEach((key, value) ->
                sorted.put((String) key, Mask.property((String) key, (String) value)));
        List<NodeTuple> entries = new ArrayList<>();
        sorted.forEach((key, value) ->
                entries.add(new NodeTuple(text(key), text(References.escape(value)))));
        return new MappingNode(
                Tag.MAP, entries, entries.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static Node text(String text) {
        return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
    }

    private static CommentLine comment(String sentence) {
        return new CommentLine(null, null, " " + sentence, CommentType.BLOCK);
    }

    /// The reference of all keys as Markdown: a table for the root and one for each section below it.
    public static String reference(Class<? extends Record> root) {
        return new Reference(Settings.of(root)).markdown();
    }
}
