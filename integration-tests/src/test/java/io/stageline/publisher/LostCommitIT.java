package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.publisher.CommitProxy.Loss;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.testing.ServerKind;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The connection is lost in the middle of COMMIT, before or after the server did it: the publisher cannot know which, the
/// checkpoint does. The table has no key: a repeated insert would stay.
@ParameterizedClass
@EnumSource(ServerKind.class)
class LostCommitIT {
    private static final PublisherConfig SMALL = TestPipeline.config(ConflictPolicy.HOLD, 100, 100);

    private final TestPipeline pipeline;
    private final Inbox inbox;
    private final CommitProxy proxy;

    LostCommitIT(ServerKind kind) {
        pipeline =
                TestPipeline.of(
                        kind,
                        "CREATE TABLE journal (line int, note text); CREATE TABLE item (id int PRIMARY KEY, name text)");
        inbox = new Inbox(pipeline);
        proxy = new CommitProxy(pipeline.production());
    }

    @AfterEach
    void close() {
        proxy.close();
        pipeline.close();
    }

    private RunningPublisher start() {
        PublisherSettings direct = pipeline.settings(SMALL);
        var through =
                new DatabaseConfig(
                        proxy.url(),
                        pipeline.production().user(),
                        new Secret(pipeline.production().password()));
        var settings =
                new PublisherSettings(
                        direct.pipeline(),
                        direct.lane(),
                        through,
                        direct.publisher(),
                        direct.owner());
        return RunningPublisher.start(
                new PublishLoop(settings, pipeline.topic(), Clock.systemUTC()));
    }

    private void loseTheCommitOf(Loss loss, String transaction) {
        pipeline.change("INSERT INTO journal VALUES (0, 'first')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            proxy.loseNext(loss);
            pipeline.change(transaction, "INSERT INTO journal VALUES (-1, 'last')");
            pipeline.awaitPublished(publisher);
        }
        assertThat(proxy.lost()).isTrue();
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("0");
        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(line -> "(" + line + ", 'one of many')")
                .collect(Collectors.joining(", ", "INSERT INTO journal VALUES ", ""));
    }

    @ParameterizedTest
    @EnumSource
    void ofABatch(Loss loss) {
        loseTheCommitOf(loss, lines(50));
    }

    @ParameterizedTest
    @EnumSource
    void ofALargeSourceTransaction(Loss loss) {
        loseTheCommitOf(loss, lines(1000));
    }

    @ParameterizedTest
    @EnumSource
    void ofWhatIsHeld(Loss loss) {
        pipeline.production().execute("INSERT INTO item VALUES (1, 'of production')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            proxy.loseNext(loss);
            pipeline.change(
                    "INSERT INTO item VALUES (1, 'of staging')",
                    "UPDATE item SET name = 'of staging too'");
            pipeline.awaitPublished(publisher);
        }

        assertThat(proxy.lost()).isTrue();
        assertThat(inbox.held()).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @EnumSource
    void ofARelease(Loss loss) {
        pipeline.production().execute("INSERT INTO item VALUES (1, 'of production')");
        pipeline.change(
                "INSERT INTO item VALUES (1, 'of staging')",
                "INSERT INTO journal SELECT id, 'once' FROM item",
                "UPDATE item SET name = 'of staging too'");
        pipeline.publish(SMALL);
        assertThat(inbox.held()).isEqualTo(List.of(1L, 3L));
        pipeline.production().execute("DELETE FROM item");

        try (RunningPublisher publisher = start()) {
            Awaitility.await()
                    .atMost(TestPipeline.PATIENCE)
                    .until(() -> publisher.loop().status().state() == PublishStatus.State.IDLE);
            proxy.loseNext(loss);
            long command = inbox.ask(1, new Action.Release(Optional.empty()));
            Inbox.assertDone(inbox.await(command, publisher));
            Awaitility.await("what waited for it follows")
                    .atMost(TestPipeline.PATIENCE)
                    .until(() -> inbox.held().isEmpty());
        }

        assertThat(proxy.lost()).isTrue();
        inbox.assertEmpty();
        pipeline.assertEqual();
    }
}
