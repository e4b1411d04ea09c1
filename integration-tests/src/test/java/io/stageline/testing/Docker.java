package io.stageline.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// The Docker engine of this machine, if it has one.
final class Docker {
    private static final int ANSWER_SECONDS_MAX = 10;

    private Docker() {}

    static boolean hasImage(String image) {
        try {
            Process docker =
                    new ProcessBuilder("docker", "image", "inspect", image)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean answered = docker.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            docker.destroyForcibly();
            return answered && docker.exitValue() == 0;
        } catch (IOException e) {
            return false; // no docker program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
