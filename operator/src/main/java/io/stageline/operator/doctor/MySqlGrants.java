package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What our account may do on a MySQL server, itself and by the roles that are active in its sessions.
final class MySqlGrants {
    private static final String NAME = "`((?:[^`]|``)*)`";
    private static final Pattern GRANT =
            Pattern.compile(
                    "(GRANT|REVOKE) (.+?) ON (?:TABLE )?(?:\\*|%1$s)\\.(?:\\*|%1$s) (?:TO|FROM) .*"
                            .formatted(NAME));

    /// A privilege on some columns is none on the table.
    private static final Pattern ON_COLUMNS = Pattern.compile("[A-Z ]+ \\([^)]*\\)(?:, )?");

    private final List<Grant> granted;
    private final List<Grant> revoked;

    private MySqlGrants(List<Grant> granted, List<Grant> revoked) {
        this.granted = List.copyOf(granted);
        this.revoked = List.copyOf(revoked);
    }

    /// @param schema empty for all; `_` and `%` stand for any character and any run of them
    /// @param table empty for all of the schema
    private record Grant(Set<String> privileges, Optional<Pattern> schema, Optional<String> table) {
        boolean gives(String privilege) {
            return privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES");
        }

        boolean covers(String name) {
            return schema.map(pattern -> pattern.matcher(name).matches()).orElse(true);
        }
    }

    static MySqlGrants read(Facts facts) throws SQLException {
        String roles = facts.one("SELECT current_role()", row -> row.getString(1));
        String sql =
                roles.equals("NONE")
                        ? "SHOW GRANTS"
                        : "SHOW GRANTS FOR CURRENT_USER() USING " + roles;
        return parse(facts.rows(sql, row -> row.getString(1)));
    }

    static MySqlGrants parse(List<String> lines) {
        List<Grant> granted = new ArrayList<>();
        List<Grant> revoked = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = GRANT.matcher(line);
            if (matcher.matches()) {
                (matcher.group(1).equals("GRANT") ? granted : revoked).add(grant(matcher));
            }
        }
        return new MySqlGrants(granted, revoked);
    }

    private static Grant grant(Matcher line) {
        String privileges = ON_COLUMNS.matcher(line.group(2)).replaceAll("");
        return new Grant(
                Set.copyOf(Arrays.asList(privileges.split(", ?", -1))),
                Optional.ofNullable(line.group(3)).map(MySqlGrants::pattern),
                Optional.ofNullable(line.group(4)).map(name -> name.replace("``", "`")));
    }

    private static Pattern pattern(String schema) {
        var regex = new StringBuilder();
        String name = schema.replace("``", "`");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                regex.append(Pattern.quote(name.substring(++i, i + 1)));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(name.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /// On everything.
    boolean everywhere(String privilege) {
        return granted.stream()
                .anyMatch(it -> it.schema.isEmpty() && it.table.isEmpty() && it.gives(privilege));
    }

    /// On all tables of a database, also those to come.
    boolean on(String schema, String privilege) {
        return any(granted, schema, privilege) && !any(revoked, schema, privilege);
    }

    private static boolean any(List<Grant> grants, String schema, String privilege) {
        return grants.stream()
                .anyMatch(it -> it.table.isEmpty() && it.covers(schema) && it.gives(privilege));
    }

    boolean on(TableId table, String privilege) {
        return on(table.schema(), privilege)
                || granted.stream()
                        .anyMatch(it ->
                                it.table.equals(Optional.of(table.table()))
                                        && it.covers(table.schema())
                                        && it.gives(privilege));
    }

    /// What of these our account lacks.
    List<String> missing(TableId table, List<String> privileges) {
        return privileges.stream()
                .filter(privilege -> !on(table, privilege))
                .collect(Collectors.toList());
    }

    List<String> missing(String schema, List<String> privileges) {
        return privileges.stream().filter(privilege -> !on(schema, privilege)).toList();
    }
}
