package io.stageline.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running MySQL server, kept by a shell that stops it when its standard input ends: at [#stop()], or when this JVM dies in
/// whatever way. So no server outlives us. Ctrl-C in the terminal does not reach it, for we may still need it.
final class MySqlProcess {
    static final String PID_FILE = "server.pid";
    static final String LOG = "server.log";
    private static final Logger log = LoggerFactory.getLogger(MySqlProcess.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);

    /// $1 mysqld, $2 its settings, $3 server log, $4 pid file. The server says it is ready by its pid file. Signals are ignored only once
    /// it runs: it must not inherit that. A session of its own keeps the terminal's signals away from it.
    private static final String KEEPER =
            """
            rm -f "$4"
            $(command -v setsid) "$1" --defaults-file="$2" >>"$3" 2>&1 </dev/null &
            server=$!
            trap '' INT TERM HUP
            until [ -s "$4" ]; do
                kill -0 "$server" 2>/dev/null || exit 1
                sleep 0.1
            done
            echo ready
            cat >/dev/null
            kill -TERM "$server"
            wait "$server"
            """;

    private final Process keeper;

    private MySqlProcess(Process keeper) {
        this.keeper = keeper;
    }

    /// A JVM that was killed a moment ago may have left a server that is about to stop: waits until it has.
    static void awaitLeftover(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> leftover =
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                        .filter(process -> isServerOf(process, pidFile.getParent()));
        if (leftover.isPresent()) {
            leftover.get().destroy(); // SIGTERM: in order
            try {
                leftover.get().onExit().get(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while a server stopped", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("The server that an earlier process left does not stop", e);
            }
        }
    }

    /// The number may be another process's by now.
    private static boolean isServerOf(ProcessHandle process, Path folder) {
        return process.info()
                .arguments()
                .map(arguments -> String.join(" ", arguments).contains(folder.toString()))
                .orElse(false);
    }

    /// Starts the server and waits until it takes connections. What it says goes to `serverLog`.
    static MySqlProcess start(Path program, Path settings, int port, Path serverLog)
            throws IOException {
        Process keeper =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                KEEPER,
                                "sh",
                                program.toString(),
                                settings.toString(),
                                serverLog.toString(),
                                serverLog.resolveSibling(PID_FILE).toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var said =
                new BufferedReader(
                        new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(said.readLine()) || !Ports.answers(port)) {
            keeper.getOutputStream().close();
            throw new IOException("its log ends with: " + Programs.lastLines(serverLog));
        }
        return new MySqlProcess(keeper);
    }

    /// Makes the files of a new server, with the users whose statements are in `users`.
    static void initialise(Path program, Path settings, Path users, Path serverLog)
            throws IOException {
        Process initialising =
                new ProcessBuilder(
                                program.toString(),
                                "--defaults-file=" + settings,
                                "--initialize-insecure",
                                "--init-file=" + users)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(serverLog.toFile()))
                        .start();
        initialising.getOutputStream().close();
        if (Programs.exitCode(initialising) != 0) {
            throw new IOException("its log ends with: " + Programs.lastLines(serverLog));
        }
    }

    void stop() {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("Embedded MySQL did not stop in time");
            }
        } catch (IOException e) {
            log.atWarn().setCause(e).log("Embedded MySQL did not hear the stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
