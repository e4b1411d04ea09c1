package io.stageline.operator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.stageline.operator.doctor.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Findings for people and for programs.
final class FindingText {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String INDENT = "         ";

    private FindingText() {}

    static String of(List<Finding> findings) {
        return findings.stream().map(FindingText::of).collect(Collectors.joining("\n"));
    }

    private static String of(Finding finding) {
        String text =
                "%-8s %s: %s (%s)"
                        .formatted(
                                word(finding), finding.subject(), finding.sentence(), finding.id());
        return text
                + finding.cure()
                        .map(cure ->
                                "\n"
                                        + INDENT
                                        + "fix: "
                                        + cure.strip().replace("\n", "\n" + INDENT + "     "))
                        .orElse("");
    }

    /// One JSON object in one line.
    static String json(Finding finding) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("severity", word(finding));
            json.writeStringField("id", finding.id());
            json.writeStringField("subject", finding.subject());
            json.writeStringField("sentence", finding.sentence());
            json.writeStringField("cure", finding.cure().orElse(null));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String word(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }
}
