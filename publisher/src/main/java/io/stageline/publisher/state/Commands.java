package io.stageline.publisher.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How operators ask a publisher for something: rows of `stageline.command`, executed by whoever reigns, and kept.
public final class Commands {
    private static final JsonFactory JSON = new JsonFactory();

    private Commands() {}

    /// Leaves a command for the publisher of the lane, whether or not one runs.
    ///
    /// @param connection to production, in autocommit: the command is there when this returns
    /// @return its number
    /// @throws StateRefusedException if no publisher that knows commands ever ran here
    public static long ask(Connection connection, String pipeline, int lane, CommandRequest request)
            throws SQLException {
        if (!HeldState.exists(connection)) {
            throw new StateRefusedException(
                    "Production has no place for commands yet: start the publisher of this version once");
        }
        try (PreparedStatement statement =
                connection.prepareStatement(CommandSql.of(connection).ask(), new String[] {"id"})) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.setLong(4, request.sequence().value());
            switch (request.action()) {
                case Action.Discard _ -> {
                    statement.setString(3, "discard");
                    statement.setString(5, null);
                    statement.setString(6, null);
                }
                case Action.Release release -> {
                    statement.setString(3, "release");
                    statement.setString(5, release.resolution().map(Commands::word).orElse(null));
                    statement.setString(6, release.resolution().map(Commands::edits).orElse(null));
                }
            }
            statement.setString(7, request.reason());
            statement.setString(8, request.author());
            statement.executeUpdate();
            try (ResultSet made = statement.getGeneratedKeys()) {
                made.next();
                return made.getLong(1);
            }
        }
    }

    /// What became of a command; empty as long as it waits.
    public static Optional<CommandOutcome> outcome(Connection connection, long id)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CommandSql.OUTCOME)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                CommandOutcome.of(
                                        row.getString(1),
                                        Optional.ofNullable(row.getString(2)).orElse("")))
                        : Optional.empty();
            }
        }
    }

    private static String word(Resolution resolution) {
        return switch (resolution) {
            case Resolution.ApplyRemote _ -> "apply_remote";
            case Resolution.KeepLocal _ -> "keep_local";
            case Resolution.Edit _ -> "edit";
        };
    }

    private static @Nullable String edits(Resolution resolution) {
        return switch (resolution) {
            case Resolution.ApplyRemote _, Resolution.KeepLocal _ -> null;
            case Resolution.Edit edit -> json(edit.values());
        };
    }

    private static String json(Map<String, @Nullable String> values) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, @Nullable String> value : values.entrySet()) {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory failed", e);
        }
        return text.toString();
    }
}
