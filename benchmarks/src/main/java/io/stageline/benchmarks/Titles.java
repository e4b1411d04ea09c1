package io.stageline.benchmarks;

/// How the report names what it sets against each other.
public final class Titles {
    public static final String STAGELINE = "Stageline";
    public static final String CAPTURE = "Stageline, capture alone";
    public static final String PUBLISH = "Stageline, publish alone";
    public static final String POSTGRES = "PostgreSQL's own";
    public static final String CONNECT = "Debezium JDBC sink";

    private Titles() {}
}
