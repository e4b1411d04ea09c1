package io.stageline.operator;

import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stageline holds release`.
@Command(
        name = "release",
        description = {
            "Try held source transactions against production as it is now, and what waits for them after them.",
            "What is still in conflict stays held."
        },
        footer = {
            "%nExamples:",
            "  stageline holds release 1042 --reason \"sku freed in production\" -c stageline.yaml",
            "  stageline holds release 1042 --apply-remote --reason \"staging is right\" -c stageline.yaml",
            "  stageline holds release 1042 --edit sku=B-7 --edit note:=null --reason \"renamed\" -c stageline.yaml",
            "  stageline holds release --all --type update_missing --keep-local --yes --reason \"cleaned up\" -c stageline.yaml"
        })
final class HoldsReleaseCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final HoldsDecisionOptions options = new HoldsDecisionOptions();
    private final Shell shell;

    @ArgGroup(exclusive = true)
    private @Nullable Choice choice;

    /// How the conflict is to end; nothing: by itself, because production was cured.
    static final class Choice {
        @Option(
                names = "--apply-remote",
                description =
                        "Staging's change wins over production's row. Touches that row only: what would need another"
                                + " row changed is refused.")
        private boolean applyRemote;

        @Option(
                names = "--keep-local",
                description =
                        "Production's row stays: the conflicting change is left out, the rest is applied.")
        private boolean keepLocal;

        @Option(
                names = "--edit",
                paramLabel = "COLUMN=VALUE",
                description =
                        "Apply the conflicting change with this value instead; may be repeated. COLUMN= is the empty text,"
                                + " COLUMN:=null is NULL.")
        private List<String> edits = new ArrayList<>();
    }

    HoldsReleaseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        options.check();
        Optional<Resolution> resolution = resolution();
        if (resolution.filter(Resolution.Edit.class::isInstance).isPresent()
                && (options.all() || options.sequences().size() > 1)) {
            throw options.problem("--edit is for one source transaction: name its sequence");
        }
        return new HoldsDecision(shell, options, new Action.Release(resolution)).make().code();
    }

    private Optional<Resolution> resolution() {
        Choice chosen = choice;
        if (chosen == null) {
            return Optional.empty();
        }
        if (chosen.applyRemote) {
            return Optional.of(new Resolution.ApplyRemote());
        }
        return Optional.of(
                chosen.keepLocal
                        ? new Resolution.KeepLocal()
                        : new Resolution.Edit(values(chosen)));
    }

    private Map<String, @Nullable String> values(Choice chosen) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (String edit : chosen.edits) {
            int equals = edit.indexOf('=');
            if (equals < 1) {
                throw options.problem("'" + edit + "' is no edit: write COLUMN=VALUE");
            }
            boolean raw = edit.charAt(equals - 1) == ':';
            if (raw && !edit.endsWith(":=null")) {
                throw options.problem("'" + edit + "' is no edit: after := only null is known");
            }
            String column = edit.substring(0, raw ? equals - 1 : equals);
            if (column.isEmpty() || values.containsKey(column)) {
                throw options.problem("'" + edit + "' names no column, or one a second time");
            }
            values.put(column, raw ? null : edit.substring(equals + 1));
        }
        return values;
    }
}
