package io.stageline.operator;

import io.stageline.database.Database;
import io.stageline.publisher.state.StateRefusedException;
import java.sql.Connection;
import java.sql.SQLException;

/// Production as `holds` works with it: one connection for one piece of work.
record HoldsDesk(StagelineConfig config, ConfigOption option) {
    static final int LANE = 0;

    /// What is done over the connection.
    interface Work<T> {
        T with(Connection production) throws SQLException;
    }

    String pipeline() {
        return config.pipeline();
    }

    /// What a command that helps next must be given, too.
    String options() {
        return "--config " + option.file();
    }

    /// @throws CommandFailure if production does not answer, or has no place for what is asked
    <T> T at(Work<T> work) {
        var production = new Database("stageline holds", config.production());
        try (Connection connection = production.open()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new CommandFailure(
                    Failures.exitCode(e),
                    "production at "
                            + production.describe()
                            + " does not answer as it should: "
                            + e.getMessage()
                            + "\nSee 'stageline doctor "
                            + options()
                            + "'.",
                    e);
        } catch (StateRefusedException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        }
    }
}
