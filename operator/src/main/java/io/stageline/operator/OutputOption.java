package io.stageline.operator;

import java.util.List;
import picocli.CommandLine.Option;

/// `--output`, for commands whose result is a list.
final class OutputOption {
    /// How the result is written.
    enum Output {
        TABLE,
        JSON,
        NDJSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.TABLE;

    Output form() {
        return output;
    }

    boolean forPeople() {
        return output == Output.TABLE;
    }

    /// JSON objects as one array, or one a line.
    String join(List<String> objects) {
        return output == Output.JSON
                ? "[" + String.join(",\n", objects) + "]"
                : String.join("\n", objects);
    }
}
