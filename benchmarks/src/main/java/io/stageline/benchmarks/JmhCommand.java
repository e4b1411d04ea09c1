package io.stageline.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `./benchmark jmh`: single steps, with the memory they allocate.
@Command(
        name = "jmh",
        description = {
            "Measures decode, assemble, plan, bind and encode by themselves, with allocation rates.",
            "Arguments go to JMH: './benchmark jmh -h' lists them; a name like 'Plan' chooses steps."
        })
final class JmhCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ARGUMENT", arity = "0..*")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        var all = new ArrayList<String>(List.of("-prof", "gc"));
        all.addAll(arguments);
        Main.main(all.toArray(String[]::new));
        return 0;
    }
}
