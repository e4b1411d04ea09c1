package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.SourceTransaction;
import io.stageline.configuration.Secret;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.publisher.target.Outcome;
import io.stageline.publisher.target.Parcel;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Over random schemas and histories of MySQL: a batch that production takes, by whichever way, leaves what staging held then; and the original
/// order is always taken.
///
/// The same histories each time; `-Dstageline.seed=… -Dstageline.histories=…` looks at others.
class RandomPlansMySqlIT {
    private static final Logger log = LoggerFactory.getLogger(RandomPlansMySqlIT.class);
    private static final int TRANSACTIONS = 40;

    /// The ways of [BatchPlans], in their order.
    private enum Way {
        NET_EFFECTS,
        LOOKED,
        ORIGINAL
    }

    private final int histories = Integer.getInteger("stageline.histories", 6);
    private final long seed = Long.getLong("stageline.seed", 1000L);
    private final Map<Way, Integer> ways = new EnumMap<>(Way.class);
    private MySqlHistory history;
    private RealDatabase production;

    @BeforeEach
    void open() throws SQLException {
        history = new MySqlHistory();
        production = Servers.mysql(Role.PRODUCTION).createDatabase(history.staging().name());
    }

    @AfterEach
    void close() throws SQLException {
        history.close();
        production.close();
    }

    @Test
    void leavesWhatStagingHeld() throws SQLException {
        for (long one = seed; one < seed + histories; one++) {
            publish(one);
        }
        log.atInfo().addKeyValue("ways", ways).log("Batches written");
        assertThat(ways.get(Way.NET_EFFECTS))
                .isGreaterThan(ways.values().stream().mapToInt(i -> i).sum() / 3);
    }

    private void publish(long one) throws SQLException {
        var random = new Random(one);
        MySqlRandomSchema schema = MySqlRandomSchema.next(random);
        List<SourceTransaction> rest = history.execute(schema, random, TRANSACTIONS);
        String story = "-Dstageline.seed=" + one + "\n" + schema.sql();
        var config =
                new DatabaseConfig(
                        production.url(), production.user(), new Secret(production.password()));
        try (Connection reading = production.connect()) {
            MySqlHistory.create(reading, schema);
            try (ProductionSession session =
                    ProductionSession.open(
                            new Database("plans", config), "plans", OptionalInt.empty())) {
                int most = 1 + random.nextInt(TRANSACTIONS);
                while (!rest.isEmpty()) {
                    int count = Math.min(rest.size(), 1 + random.nextInt(most));
                    long first = rest.getFirst().sequence().value();
                    long last = first + count - 1;
                    List<SourceTransaction> batch = rest.subList(0, count);
                    String told =
                            "%s\n%s\n%s"
                                    .formatted(
                                            story, history.statements(first, last), events(batch));
                    try {
                        ways.merge(write(session, batch), 1, Integer::sum);
                        assertThat(MySqlHistory.state(reading)).isEqualTo(history.state(last));
                    } catch (AssertionError e) {
                        throw new AssertionError(told + "\n" + e.getMessage(), e);
                    }
                    rest = rest.subList(count, rest.size());
                }
            }
        }
    }

    /// For people who look for a fault.
    private static String events(List<SourceTransaction> transactions) {
        StringBuilder text = new StringBuilder();
        for (SourceTransaction transaction : transactions) {
            text.append(transaction.sequence()).append('\n');
            for (ChangeEvent event : transaction.events()) {
                String images =
                        switch (event) {
                            case ChangeEvent.Insert(_, var after) -> "+ " + image(after);
                            case ChangeEvent.Delete(_, var before) -> "- " + image(before);
                            case ChangeEvent.Update(_, var before, var after) ->
                                    "~ " + (before == null ? "" : image(before)) + image(after);
                            case ChangeEvent.Truncate _ -> "truncate";
                        };
                text.append("  ")
                        .append(event.table().table())
                        .append(' ')
                        .append(images)
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String image(RowImage image) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < image.size(); i++) {
            String v = String.valueOf(image.value(i));
            cells.add(
                    image.columns().names().get(i) + "=" + (v.length() > 20 ? v.length() + "" : v));
        }
        return cells.toString();
    }

    /// The way by which it was taken.
    private static Way write(ProductionSession session, List<SourceTransaction> transactions)
            throws SQLException {
        BatchPlanner planner = session.batchPlanner();
        var plans = new BatchPlans();
        List<ChangeEvent> changes = BatchPlanner.changes(transactions);
        Planned first = plans.first(planner, session.target(), transactions, Optional.empty());
        if (refusal(session, first).isEmpty()) {
            return Way.NET_EFFECTS;
        }
        if (refusal(session, plans.second(planner, session.target(), changes)).isEmpty()) {
            return Way.LOOKED;
        }
        assertThat(refusal(session, planner.original(changes))).as("the original order").isEmpty();
        return Way.ORIGINAL;
    }

    private static Optional<String> refusal(ProductionSession session, Planned planned)
            throws SQLException {
        session.begin();
        for (Parcel parcel : planned.parcels()) {
            Outcome outcome = session.target().write(parcel);
            if (!(outcome instanceof Outcome.Written)) {
                session.rollBack();
                return Optional.of(
                        outcome
                                + (parcel.write() instanceof Write.Rows rows
                                        ? rows.shape() + " " + parcel.bindings()
                                        : ""));
            }
        }
        session.commit();
        return planned.mismatch() ? Optional.of("mismatch") : Optional.empty();
    }
}
