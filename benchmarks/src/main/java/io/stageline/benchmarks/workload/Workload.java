package io.stageline.benchmarks.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// One kind of load, in one size. Its SQL stands in the resources, in a folder of its name.
///
/// @param name as the command line knows it
/// @param title as the report shows it
/// @param folder of its SQL
/// @param transactions source transactions of the backlog
/// @param changes row changes in all of them
public record Workload(String name, String title, String folder, int transactions, long changes) {
    public String schema() {
        return text("workloads/" + folder + "/schema.sql") + text("finish.sql");
    }

    /// The rows both databases begin with.
    public String rows() {
        return text("workloads/" + folder + "/rows.sql")
                .replace("${changes}", Long.toString(changes));
    }

    /// Makes procedure `bench.write(first, last)`, which commits source transactions of these numbers.
    public String procedure() {
        return text("workloads/" + folder + "/changes.sql");
    }

    private static String text(String resource) {
        try (InputStream in = Workload.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
