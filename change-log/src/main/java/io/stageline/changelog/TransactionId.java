package io.stageline.changelog;

import org.jspecify.annotations.Nullable;

/// Staging's own name of a source transaction: with PostgreSQL the xid, with MySQL the GTID, or where the
/// transaction begins in the binlog. It serves people who search; order and identity
/// come from the [Sequence] and the [SourcePosition].
public record TransactionId(String value) {
    public TransactionId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A transaction id is not empty");
        }
    }

    // Written out for the same reason as in TableId.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof TransactionId same && value.equals(same.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
