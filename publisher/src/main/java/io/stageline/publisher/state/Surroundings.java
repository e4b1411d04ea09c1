package io.stageline.publisher.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What production's server knows about a lane's publisher that the publisher cannot say itself.
///
/// @param readOnly whether production takes no writes now: it is a standby, or was set so
/// @param session whether a publisher of the lane is connected
/// @param waitsFor who holds a lock that it waits for, in words for people
public record Surroundings(boolean readOnly, boolean session, Optional<String> waitsFor) {
    public static final Surroundings UNKNOWN = new Surroundings(false, false, Optional.empty());

    public static Surroundings read(Connection connection, String pipeline, int lane)
            throws SQLException {
        return LaneSessions.of(connection).surroundings(connection, sessionName(pipeline, lane));
    }

    /// Makes a session one of those of this name, whatever the URL says.
    public static void join(Connection connection, String sessionName) throws SQLException {
        LaneSessions.of(connection).join(connection, sessionName);
    }

    /// What the sessions of all publishers of a lane are called, and nobody else's.
    public static String sessionName(String pipeline, int lane) {
        return "stageline publisher " + pipeline + "/" + lane;
    }
}
