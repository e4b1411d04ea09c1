package io.stageline.operator.demo;

/// Staging or production of the demo, with the shop's database in it.
interface DemoDatabase extends AutoCloseable {
    /// JDBC URL of the shop.
    String url();

    String user();

    String password();

    /// How people look into it.
    String client();

    @Override
    void close();
}
