package io.stageline.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The program of a MySQL server, 8.4 or newer, that this machine has. None is brought along: MySQL's licence is the GPL.
///
/// @param version as it tells it itself
public record MySqlProgram(Path path, String version) {
    /// Where the packages of systems and Oracle's own put it, if not on the path.
    private static final List<String> USUAL_FOLDERS =
            List.of(
                    "/usr/sbin",
                    "/usr/libexec",
                    "/usr/local/mysql/bin",
                    "/usr/local/sbin",
                    "/opt/homebrew/bin");

    private static final Pattern VERSION = Pattern.compile(".*Ver ((\\d+)\\.(\\d+)\\.\\S*).*");
    private static final int ANSWER_SECONDS_MAX = 20;

    /// The one that `STAGELINE_MYSQLD` names, else the first on the path and in the usual folders that is new enough.
    public static Optional<MySqlProgram> find() {
        Stream<String> named = Optional.ofNullable(System.getenv("STAGELINE_MYSQLD")).stream();
        Stream<String> onPath =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(
                        named,
                        Stream.concat(onPath, USUAL_FOLDERS.stream())
                                .map(folder -> folder + "/mysqld"))
                .filter(name -> !name.isBlank())
                .flatMap(name -> at(Path.of(name)).stream())
                .findFirst();
    }

    /// The program at this place, if it is a MySQL server (MariaDB's is another) and new enough.
    public static Optional<MySqlProgram> at(Path path) {
        if (!Files.isExecutable(path)) {
            return Optional.empty();
        }
        try {
            Process asked =
                    new ProcessBuilder(path.toString(), "--no-defaults", "--version")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            asked.getOutputStream().close();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said.strip());
            return asked.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                            && !said.contains("MariaDB")
                            && version.matches()
                            && isSupported(
                                    Integer.parseInt(version.group(2)),
                                    Integer.parseInt(version.group(3)))
                    ? Optional.of(new MySqlProgram(path.toAbsolutePath(), version.group(1)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not for this machine
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean isSupported(int major, int minor) {
        return major > 8 || (major == 8 && minor >= 4);
    }
}
