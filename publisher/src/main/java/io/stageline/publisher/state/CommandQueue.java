package io.stageline.publisher.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stageline.changelog.Sequence;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What operators asked of a lane's publisher, in the order they asked: the other end of [Commands].
public final class CommandQueue {
    private static final JsonFactory JSON = new JsonFactory();

    private final String pipeline;
    private final int lane;

    /// A command that nobody has executed yet.
    public record Pending(long id, CommandRequest request) {}

    public CommandQueue(String pipeline, int lane) {
        this.pipeline = pipeline;
        this.lane = lane;
    }

    public Optional<Pending> next(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CommandSql.NEXT)) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                var request =
                        new CommandRequest(
                                new Sequence(row.getLong(3)),
                                action(row.getString(2), row.getString(4), row.getString(5)),
                                row.getString(6),
                                row.getString(7));
                return Optional.of(new Pending(row.getLong(1), request));
            }
        }
    }

    /// In the caller's production transaction: what was done and that it was done are one.
    public void finish(Connection connection, Pending command, CommandOutcome outcome)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(CommandSql.of(connection).finish())) {
            statement.setString(
                    1,
                    switch (outcome) {
                        case CommandOutcome.Done _ -> "done";
                        case CommandOutcome.Refused _ -> "refused";
                    });
            statement.setString(2, outcome.message());
            statement.setLong(3, command.id());
            statement.executeUpdate();
        }
    }

    private static Action action(String kind, @Nullable String resolution, @Nullable String edits) {
        return kind.equals("discard")
                ? new Action.Discard()
                : new Action.Release(
                        Optional.ofNullable(resolution).map(word -> resolution(word, edits)));
    }

    private static Resolution resolution(String word, @Nullable String edits) {
        return switch (word) {
            case "apply_remote" -> new Resolution.ApplyRemote();
            case "keep_local" -> new Resolution.KeepLocal();
            default -> new Resolution.Edit(values(edits == null ? "{}" : edits));
        };
    }

    private static Map<String, @Nullable String> values(String edits) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(edits)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                values.put(name, json.nextToken() == JsonToken.VALUE_NULL ? null : json.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
