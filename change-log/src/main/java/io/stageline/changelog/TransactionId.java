package io.stageline.changelog;

/// Staging's own name of a source transaction: with PostgreSQL the xid, with MySQL the GTID, or where the
/// transaction begins in the binlog. It serves people who search; order and identity
/// come from the [Sequence] and the [SourcePosition].
public record TransactionId(String value) {
    public TransactionId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A transaction id is not empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
