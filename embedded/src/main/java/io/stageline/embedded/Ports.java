package io.stageline.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/// TCP ports on 127.0.0.1. They are chosen below the range from which systems take the ports of outgoing connections, so that
/// nobody takes one by chance between the choice and the server's start, or while the server is down for a moment.
final class Ports {
    static final String HOST = "127.0.0.1";
    private static final int LOWEST = 20_000;
    private static final int BEHIND_HIGHEST = 32_000;
    private static final int ANSWER_MILLIS = 1_000;
    private static final int ATTEMPTS_MAX = 500;

    private Ports() {}

    /// The preferred port if it is free (and not 0), else a free one.
    static int freePort(int preferred) throws IOException {
        if (preferred > 0 && isFree(preferred)) {
            return preferred;
        }
        var random = new Random();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = random.nextInt(LOWEST, BEHIND_HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No free TCP port between " + LOWEST + " and " + BEHIND_HIGHEST);
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(
                    true); // connections of a server that has just stopped do not count
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether somebody takes connections on this port.
    static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), ANSWER_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
