package io.stageline.publisher;

import io.stageline.conflict.Conflict;
import io.stageline.conflict.ConflictType;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The configured policies: the first rule that fits a conflict decides, else `on-conflict`.
final class ConflictRules implements Arbiter {
    private static final String TYPES =
            Arrays.stream(ConflictType.values())
                    .map(ConflictType::word)
                    .collect(Collectors.joining("|"));
    private static final String POLICIES =
            Arrays.stream(ConflictPolicy.values())
                    .map(ConflictPolicy::word)
                    .collect(Collectors.joining("|"));

    /// What a rule looks like.
    static final String RULE =
            "(\\*|"
                    + TYPES
                    + ")\\s+([^.\\s][^.]*\\.\\S|[^.\\s][^.]*\\.\\S.*\\S)\\s+("
                    + POLICIES
                    + ")";

    static final String MEANING =
            "TYPE TABLES POLICY, with a type of "
                    + TYPES.replace("|", ", ")
                    + " or *, tables like public.* and a policy of "
                    + POLICIES.replace("|", ", ");

    private static final Pattern PATTERN = Pattern.compile(RULE);

    private final List<Rule> rules;
    private final ConflictPolicy otherwise;

    private record Rule(String type, Pattern tables, ConflictPolicy policy) {
        private boolean fits(Conflict conflict) {
            return (type.equals("*") || type.equals(conflict.type().word()))
                    && tables.matcher(conflict.table().toString()).matches();
        }
    }

    ConflictRules(PublisherConfig config) {
        this.rules = config.conflictRules().stream().map(ConflictRules::rule).toList();
        this.otherwise = config.onConflict();
    }

    @Override
    public ConflictPolicy decide(Conflict conflict) {
        Optional<Rule> rule = rules.stream().filter(it -> it.fits(conflict)).findFirst();
        ConflictPolicy policy = rule.map(Rule::policy).orElse(otherwise);
        boolean named = rule.filter(it -> !it.type.equals("*")).isPresent();
        // it would take other rows along: only a rule that names just that may let it
        return conflict.type() == ConflictType.CHILD_EXISTS
                        && policy == ConflictPolicy.APPLY_REMOTE
                        && !named
                ? ConflictPolicy.HOLD
                : policy;
    }

    private static Rule rule(String text) {
        Matcher parts = PATTERN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("A conflict rule is " + MEANING);
        }
        ConflictPolicy policy =
                Arrays.stream(ConflictPolicy.values())
                        .filter(it -> it.word().equals(parts.group(3)))
                        .findFirst()
                        .orElseThrow();
        return new Rule(parts.group(1), glob(parts.group(2)), policy);
    }

    private static Pattern glob(String tables) {
        String regex =
                Arrays.stream(tables.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
