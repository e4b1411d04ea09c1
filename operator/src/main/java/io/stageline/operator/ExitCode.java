package io.stageline.operator;

import java.util.LinkedHashMap;
import java.util.Map;

/// How a command ended, for scripts. The numbers are a contract and do not change.
public enum ExitCode {
    DONE(0, "done"),
    INTERNAL(1, "internal error: please report it"),
    USAGE(2, "usage or configuration is wrong"),
    PLAN_HAS_CHANGES(3, "the plan has changes"),
    CONFLICTS(4, "a conflict is open"),
    DIFFERENCES(5, "staging and production differ"),
    UNHEALTHY(6, "unhealthy"),
    REFUSED(7, "refused: a precondition is not met, or another process reigns"),
    TIMED_OUT(8, "timed out"),
    UNREACHABLE(69, "a server is unreachable");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /// For the end of a help text.
    static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ExitCode exit : values()) {
            texts.put(" " + exit.code, exit.meaning);
        }
        return texts;
    }
}
