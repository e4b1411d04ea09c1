package io.stageline.benchmarks;

/// How the report names what it sets against each other.
public final class Titles {
    public static final String STAGELINE = "Stageline";
    public static final String CAPTURE = "Stageline, capture alone";
    public static final String PUBLISH = "Stageline, publish alone";
    public static final String PARENTS = "Stageline, parents checked by the publisher";
    public static final String PARENTS_PUBLISH = "Stageline, publish alone, parents checked by it";
    public static final String POSTGRES = "PostgreSQL's own";
    public static final String CONNECT = "Debezium JDBC sink";

    private Titles() {}
}
