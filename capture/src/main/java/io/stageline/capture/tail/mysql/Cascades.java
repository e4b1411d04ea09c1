package io.stageline.capture.tail.mysql;

import io.stageline.capture.tail.mysql.ForeignKeyActions.Actions;
import io.stageline.changelog.TableId;
import io.stageline.database.TableSelection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Leaves out rows that ON DELETE and ON UPDATE actions changed, so that production's own actions change them, once. Up to 9.5 MySQL does
/// not log such rows; from 9.6 on it does, unchecked, and before the row that they follow. Owned by one thread.
///
/// A session that turned foreign keys off logs all its rows unchecked. Which of the two it is, the rest of the statement tells: the row
/// that others follow is itself checked. Until then its rows are held. Where it stays in doubt nothing is left out: a row that was deleted or
/// changed before its parent can be written so in production, too.
final class Cascades {
    private static final long HELD_BYTES_MAX = 64L << 20;

    private final TableSelection selection;
    private final ForeignKeyActions actions;
    private final Map<Long, TableId> tables = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private long heldBytes;
    private boolean checks;

    Cascades(TableSelection selection, ForeignKeyActions actions) {
        this.selection = selection;
        this.actions = actions;
    }

    private record Held(RowsEvent rows, boolean mayFollow) {}

    /// A table that the statement changes.
    void described(long number, TableId table) {
        tables.put(number, table);
    }

    /// @return what is to be told now, in order
    List<RowsEvent> next(RowsEvent rows) throws SQLException {
        boolean follows = rows.flags().unchecked() && mayFollow(rows);
        checks |= !rows.flags().unchecked();
        held.add(new Held(rows, follows));
        heldBytes += rows.rows().remaining();
        List<RowsEvent> told = new ArrayList<>();
        if (checks) {
            release(told, false);
        } else if (rows.flags().endStatement()
                || heldBytes > HELD_BYTES_MAX
                || held.stream().noneMatch(Held::mayFollow)) {
            release(told, true);
        }
        if (rows.flags().endStatement()) {
            tables.clear();
            checks = false;
        }
        return told;
    }

    /// A transaction ends, and so does its last statement.
    void ended() {
        if (!held.isEmpty()) {
            throw new IllegalStateException("A transaction ends inside a statement");
        }
    }

    /// The server counts tables anew.
    void forget() {
        tables.clear();
        actions.forget();
    }

    private void release(List<RowsEvent> told, boolean all) {
        for (Held one : held) {
            if (all || !one.mayFollow) {
                told.add(one.rows);
            }
        }
        held.clear();
        heldBytes = 0;
    }

    /// Whether only an action can have changed these rows, if the session looks at foreign keys. It cannot be said where the rows
    /// they would have followed are not published, nor of deletes in a table that refers to itself: the row they follow may stand
    /// in the same event.
    private boolean mayFollow(RowsEvent rows) throws SQLException {
        TableId table = tables.get(rows.table());
        boolean deletes = rows.type() == EventTypes.DELETE_ROWS;
        if (table == null
                || !rows.flags().actionsLogged()
                || rows.type() == EventTypes.WRITE_ROWS) {
            return false;
        }
        Actions known = actions.of(table, rows.table());
        Set<TableId> followed = new HashSet<>(deletes ? known.deletedWith() : known.changedWith());
        followed.retainAll(tables.values());
        if (deletes && (followed.contains(table) || known.since() >= rows.startedAt())) {
            return false; // or it did when the statement ran
        }
        return !followed.isEmpty() && followed.stream().allMatch(selection::selects);
    }
}
