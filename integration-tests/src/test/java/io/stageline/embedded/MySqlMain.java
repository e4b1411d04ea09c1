package io.stageline.embedded;

import io.stageline.testing.MySqlServers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// An embedded MySQL in a process of its own, to be killed: the argument is the data folder.
final class MySqlMain {
    private MySqlMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedMySql database =
                EmbeddedMySql.start(MySqlServers.program(), Path.of(arguments[0]), Map.of());
        System.out.println(
                "READY " + database.port() + " " + database.user() + " " + database.password());
        new CountDownLatch(1).await();
    }
}
