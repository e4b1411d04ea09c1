package io.stageline.operator;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command gets from whoever started it.
///
/// @param out result, for people and programs
/// @param err messages and progress, for people
/// @param live whether err is a terminal on which a line can be rewritten
/// @param answers what a person types, where one can be asked
/// @param environment the environment variables
/// @param stop the request to end in order
public record Shell(
        PrintWriter out,
        PrintWriter err,
        boolean live,
        Optional<BufferedReader> answers,
        Map<String, String> environment,
        StopRequest stop) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    /// The shell of this process.
    static Shell ofProcess(StopRequest stop) {
        return new Shell(
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                standardErrorIsATerminal(),
                standardErrorIsATerminal() && isATerminal(0)
                        ? Optional.of(
                                new BufferedReader(
                                        new InputStreamReader(System.in, System.out.charset())))
                        : Optional.empty(),
                System.getenv(),
                stop);
    }

    /// The same without results, messages and progress.
    Shell silenced() {
        var nothing = new PrintWriter(Writer.nullWriter());
        return new Shell(nothing, nothing, false, Optional.empty(), environment, stop);
    }

    private static boolean standardErrorIsATerminal() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        return isATerminal(2);
    }

    private static boolean isATerminal(int number) {
        Path descriptor = Path.of("/proc/self/fd/" + number);
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (java.io.IOException | UnsupportedOperationException _) {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        }
    }
}
