package io.stageline.publisher.report;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ConflictRecord;
import io.stageline.changelog.topic.ConflictTopic;
import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door: sends the conflicts of one lane to the conflicts topic, each at least once, from the table, after its commit.
///
/// Works on a thread and a connection of its own, so that publishing never waits for it: what cannot be sent now is sent
/// later, by this publisher or the next one.
public final class ConflictReport implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConflictReport.class);
    private static final int AT_ONCE = 200;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Database production;
    private final ConflictTopic topic;
    private final Unannounced unannounced;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean failing;

    private ConflictReport(Database production, ConflictTopic topic, String pipeline, int lane) {
        this.production = production;
        this.topic = topic;
        this.unannounced = new Unannounced(pipeline, lane);
        this.thread = Thread.ofVirtual().name("conflict-report").unstarted(this::work);
    }

    /// Begins to send what was not sent yet.
    public static ConflictReport start(
            Database production, ConflictTopic topic, String pipeline, int lane) {
        var report = new ConflictReport(production, topic, pipeline, lane);
        report.thread.start();
        report.announce();
        return report;
    }

    /// Says that a conflict may have been recorded. Returns at once.
    public void announce() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /// Sends what is left, if that goes quickly; the next publisher sends the rest.
    @Override
    public void close() {
        closing.countDown();
        announce();
        try {
            if (!thread.join(CLOSE_MAX)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Duration pause = LOOK_EVERY;
        try {
            while (closing.getCount() > 0 || wakeUps.availablePermits() > 0) {
                boolean _ = wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
                pause = sent() ? LOOK_EVERY : afterFailure(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A conflict that comes meanwhile does not cut the pause short: what failed a moment ago fails again.
    private Duration afterFailure(Duration last) throws InterruptedException {
        Duration pause = last.equals(LOOK_EVERY) ? Duration.ofSeconds(1) : last.multipliedBy(2);
        Duration bounded = pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
        if (!closing.await(bounded.toMillis(), TimeUnit.MILLISECONDS)) {
            announce();
        }
        return bounded;
    }

    /// @return false if something could not be sent
    private boolean sent() {
        try (Connection connection = production.open()) {
            List<Unannounced.Found> found = unannounced.first(connection, AT_ONCE);
            while (!found.isEmpty()) {
                List<ConflictRecord> records =
                        found.stream().map(Unannounced.Found::conflict).toList();
                topic.send(records);
                unannounced.mark(connection, found);
                log.atInfo()
                        .addKeyValue("topic", topic.name())
                        .addKeyValue("conflicts", found.size())
                        .log("Sent conflicts");
                found = unannounced.first(connection, AT_ONCE);
            }
            failing = false;
            return true;
        } catch (SQLException | ChangeLogException e) {
            if (!failing) { // once is enough: it is tried again and again
                log.atWarn()
                        .addKeyValue("topic", topic.name())
                        .setCause(e)
                        .log("Conflicts cannot be sent now; they stand in stageline.conflict");
            }
            failing = true;
            return false;
        }
    }
}
