package io.stageline.operator;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells on the standard error why a command did not run or did not end well, and answers with the exit code.
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException first, String[] arguments) {
        CommandLine command = first.getCommandLine();
        ParameterException problem = cause(first, command);
        PrintWriter err = command.getErr();
        err.println(problem.getMessage());
        if (problem instanceof UnmatchedArgumentException unmatched) {
            String suggestions = String.join(" or ", unmatched.getSuggestions());
            if (!suggestions.isEmpty()) {
                err.println("Did you mean: " + suggestions + "?");
            }
        }
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE.code();
    }

    /// A required option that is missing was often only misspelt: then the misspelling is the problem.
    private static ParameterException cause(ParameterException problem, CommandLine command) {
        List<String> unmatched = command.getUnmatchedArguments();
        return problem instanceof MissingParameterException && !unmatched.isEmpty()
                ? new UnmatchedArgumentException(command, unmatched)
                : problem;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandFailure known) {
            err.println("stageline: " + known.getMessage());
            err.flush();
            return known.exitCode().code();
        }
        err.println("stageline: internal error, please report it with the following lines");
        failure.printStackTrace(err);
        err.flush();
        return ExitCode.INTERNAL.code();
    }
}
