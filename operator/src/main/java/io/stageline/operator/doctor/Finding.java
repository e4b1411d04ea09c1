package io.stageline.operator.doctor;

import java.util.Optional;

/// One thing found, with the exact fix.
///
/// @param id what kind of finding it is: stable, for scripts, like `staging.wal-level`
/// @param subject what it is about: a server, a table, a column
/// @param sentence what is so, and why it matters
/// @param cure the statement or setting that cures it, ready to be pasted; several statements end in `;` and a line break
public record Finding(
        Severity severity, String id, String subject, String sentence, Optional<String> cure) {
    static Finding ok(String id, String subject, String sentence) {
        return new Finding(Severity.OK, id, subject, sentence, Optional.empty());
    }

    static Finding info(String id, String subject, String sentence) {
        return new Finding(Severity.INFO, id, subject, sentence, Optional.empty());
    }

    static Finding warning(String id, String subject, String sentence) {
        return new Finding(Severity.WARNING, id, subject, sentence, Optional.empty());
    }

    static Finding error(String id, String subject, String sentence) {
        return new Finding(Severity.ERROR, id, subject, sentence, Optional.empty());
    }

    Finding curedBy(String statement) {
        return new Finding(severity, id, subject, sentence, Optional.of(statement));
    }
}
