package io.stageline.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// An embedded database in a process of its own, to be killed: the argument is the data folder.
final class DatabaseMain {
    private DatabaseMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), Map.of());
        System.out.println(
                "READY " + database.port() + " " + database.user() + " " + database.password());
        new CountDownLatch(1).await();
    }
}
