package io.stageline.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running PostgreSQL server, kept by a shell that stops it when its standard input ends: at [#stop()], or when this JVM dies in
/// whatever way. So no server outlives us. Ctrl-C in the terminal does not reach it, for we may still need it.
final class PostgresProcess {
    private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);

    /// $1 pg_ctl, $2 data folder, $3 server log. Signals are ignored only once the server runs: it must not inherit that.
    private static final String KEEPER =
            """
            "$1" -D "$2" -l "$3" -s -w -t 60 start </dev/null >/dev/null 2>&1 || exit 1
            trap '' INT TERM HUP
            echo ready
            cat >/dev/null
            exec "$1" -D "$2" -s -m fast -w -t 50 stop
            """;

    private final Process keeper;

    private PostgresProcess(Process keeper) {
        this.keeper = keeper;
    }

    /// A JVM that was killed a moment ago may have left a server that is about to stop: waits until it has.
    static void stopLeftover(Path programs, Path data) throws IOException {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            List<String> command = new ArrayList<>(asOrdinaryUser());
            command.addAll(
                    List.of(
                            programs.resolve("bin/pg_ctl").toString(),
                            "-D",
                            data.toString(),
                            "-s",
                            "-m",
                            "fast",
                            "-w",
                            "stop"));
            Programs.exitCode(
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()); // not 0 if it was gone already
        }
    }

    /// Starts the server and waits until it takes connections. What it says goes to `serverLog`.
    static PostgresProcess start(Path programs, Path data, Path serverLog) throws IOException {
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.addAll(
                List.of(
                        "sh",
                        "-c",
                        KEEPER,
                        "sh",
                        programs.resolve("bin/pg_ctl").toString(),
                        data.toString(),
                        serverLog.toString()));
        Process keeper =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var said =
                new BufferedReader(
                        new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(said.readLine())) {
            throw new IOException("its log ends with: " + Programs.lastLines(serverLog));
        }
        return new PostgresProcess(keeper);
    }

    /// Makes the files of a new server.
    static void initialise(Path programs, Path data, Path passwordFile, String user)
            throws IOException {
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.addAll(
                List.of(
                        programs.resolve("bin/initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // The same order and classes of characters on every machine, whatever its
                        // locales are.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--sync-method=syncfs", // as durable as file by file, in a third of the
                        // time
                        "--no-instructions"));
        Process initdb = new ProcessBuilder(command).redirectErrorStream(true).start();
        initdb.getOutputStream().close();
        String said = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (Programs.exitCode(initdb) != 0) {
            throw new IOException("initdb said: " + said.strip());
        }
    }

    void stop() {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("Embedded PostgreSQL did not stop in time");
            }
        } catch (IOException e) {
            log.atWarn().setCause(e).log("Embedded PostgreSQL did not hear the stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// PostgreSQL refuses to run as root. In a user namespace of its own, root is nobody in particular.
    private static List<String> asOrdinaryUser() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        Process attempt =
                new ProcessBuilder("unshare", "-U", "true").redirectErrorStream(true).start();
        if (Programs.exitCode(attempt) != 0) {
            throw new IOException(
                    "PostgreSQL does not run as root and there are no user namespaces here: use an ordinary user");
        }
        return List.of("unshare", "-U");
    }
}
