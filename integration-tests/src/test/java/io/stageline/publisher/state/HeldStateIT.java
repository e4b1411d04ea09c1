package io.stageline.publisher.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What operators read of holds, and how they ask.
@ParameterizedClass
@EnumSource(ServerKind.class)
class HeldStateIT {
    private final ServerKind kind;
    private RealDatabase production;
    private Connection connection;

    HeldStateIT(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void hold() throws SQLException {
        production = kind.createProduction();
        connection = production.open("an operator");
    }

    @AfterEach
    void drop() throws SQLException {
        connection.close();
        production.close();
    }

    @Test
    void nothingIsHeldWhereNoPublisherEverRan() throws SQLException {
        assertThat(HeldState.list(connection, "shop", 0, HeldFilter.ALL)).isEmpty();
        assertThat(HeldState.summary(connection, "shop", 0)).isEqualTo(HeldSummary.NONE);
        assertThatThrownBy(() -> Commands.ask(connection, "shop", 0, discard(5)))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("start the publisher");
    }

    @Test
    void whatIsHeldIsListedInOrderWithItsCauseAndItsDependents() throws SQLException {
        holdSome();

        List<HeldTransaction> held = HeldState.list(connection, "shop", 0, HeldFilter.ALL);

        assertThat(held).extracting(it -> it.sequence().value()).containsExactly(5L, 6L, 7L, 9L);
        assertThat(held.getFirst().cause())
                .isEqualTo(new HeldTransaction.Cause.Conflict("unique_exists"));
        assertThat(held.getFirst().dependents()).isEqualTo(2);
        assertThat(held.getFirst().row())
                .isEqualTo(
                        new HeldTransaction.Row(
                                new TableId("public", "product"), "{\"id\": \"5\"}"));
        assertThat(held.get(1).cause())
                .isEqualTo(new HeldTransaction.Cause.Dependency(new Sequence(5)));
        assertThat(held.get(1).row().table()).isEqualTo(new TableId("public", "price_list"));
    }

    @Test
    void filtersMeanWhatTheySay() throws SQLException {
        holdSome();

        assertThat(found(type("parent_missing"))).containsExactly(9L);
        assertThat(found(table("public.p*"))).containsExactly(5L, 6L, 7L);
        assertThat(found(table("public.price_list"))).containsExactly(6L);
        assertThat(found(table("public.price%list"))).isEmpty(); // only * is special
        assertThat(found(older(Duration.ofHours(1)))).containsExactly(9L);
        assertThat(found(conflicts())).containsExactly(5L, 9L);
        assertThat(found(HeldFilter.ALL.atMost(2))).containsExactly(5L, 6L);
        assertThat(HeldState.count(connection, "shop", 0, HeldFilter.ALL.atMost(2))).isEqualTo(4);
        assertThat(HeldState.list(connection, "other", 0, HeldFilter.ALL)).isEmpty();
    }

    @Test
    void oneIsShownWithConflictChangesDependentsAndCommands() throws SQLException {
        holdSome();
        long id = Commands.ask(connection, "shop", 0, discard(5));
        production.execute(
                "UPDATE stageline.command SET finished_at = CURRENT_TIMESTAMP, outcome = 'refused', message = 'no' WHERE id = "
                        + id);

        HeldDetail detail = HeldState.show(connection, "shop", 0, new Sequence(5)).orElseThrow();

        assertThat(detail.id().value()).isEqualTo("775");
        assertThat(detail.conflict())
                .hasValueSatisfying(json -> assertThat(json).contains("unique_exists"));
        assertThat(detail.changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.operation()).isEqualTo("insert");
                    assertThat(change.before()).isEmpty();
                    assertThat(change.after()).contains("{\"id\": \"5\", \"name\": null}");
                });
        assertThat(detail.dependents()).containsExactly(new Sequence(6), new Sequence(7));
        assertThat(detail.commands())
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.what()).isEqualTo("discard");
                    assertThat(asked.reason()).isEqualTo("a test");
                    assertThat(asked.outcome()).contains(new CommandOutcome.Refused("no"));
                });
        assertThat(HeldState.show(connection, "shop", 0, new Sequence(8))).isEmpty();
    }

    @Test
    void theSummaryCountsAndTellsTheFirstConflict() throws SQLException {
        holdSome();

        HeldSummary summary = HeldState.summary(connection, "shop", 0);

        assertThat(summary.count()).isEqualTo(4);
        assertThat(summary.conflicts()).isEqualTo(2);
        assertThat(summary.sentence()).contains("#5 is refused");
        assertThat(summary.oldest()).isPresent();
    }

    @Test
    void aCommandWaitsForItsOutcome() throws SQLException {
        HeldRows.begin(production);
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("sku", "it's \"B\"");
        values.put("name", null);
        var edit =
                new CommandRequest(
                        new Sequence(5),
                        new Action.Release(Optional.of(new Resolution.Edit(values))),
                        "renamed",
                        "me@here");

        long id = Commands.ask(connection, "shop", 0, edit);

        assertThat(Commands.outcome(connection, id)).isEmpty();
        assertThat(
                        production.query(
                                "SELECT kind, resolution, edits, reason, author, sequence FROM stageline.command"))
                .containsExactly(
                        List.of(
                                "release",
                                "edit",
                                "{\"sku\": \"it's \\\"B\\\"\", \"name\": null}",
                                "renamed",
                                "me@here",
                                "5"));
        production.execute(
                "UPDATE stageline.command SET finished_at = CURRENT_TIMESTAMP, outcome = 'done', message = 'applied'");
        assertThat(Commands.outcome(connection, id)).contains(new CommandOutcome.Done("applied"));
    }

    private void holdSome() throws SQLException {
        HeldRows.begin(production);
        HeldRows.conflict(production, 5, "unique_exists", "product", "5 minutes");
        HeldRows.dependent(production, 6, 5, "price_list");
        HeldRows.dependent(production, 7, 5, "product");
        HeldRows.conflict(production, 9, "parent_missing", "order_line", "2 hours");
    }

    private List<Long> found(HeldFilter filter) throws SQLException {
        return HeldState.list(connection, "shop", 0, filter).stream()
                .map(it -> it.sequence().value())
                .toList();
    }

    private static HeldFilter type(String type) {
        return filter(Optional.of(type), Optional.empty(), Optional.empty(), false);
    }

    private static HeldFilter table(String pattern) {
        return filter(Optional.empty(), Optional.of(pattern), Optional.empty(), false);
    }

    private static HeldFilter older(Duration age) {
        return filter(Optional.empty(), Optional.empty(), Optional.of(age), false);
    }

    private static HeldFilter conflicts() {
        return filter(Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    private static HeldFilter filter(
            Optional<String> type,
            Optional<String> table,
            Optional<Duration> olderThan,
            boolean conflictsOnly) {
        return new HeldFilter(List.of(), type, table, olderThan, conflictsOnly, 100);
    }

    private static CommandRequest discard(long sequence) {
        return new CommandRequest(
                new Sequence(sequence), new Action.Discard(), "a test", "somebody@here");
    }
}
