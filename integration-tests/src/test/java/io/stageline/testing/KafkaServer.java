package io.stageline.testing;

/// A Kafka cluster that tests share. Topics are told apart by name: use a random one.
public record KafkaServer(String bootstrapServers) {}
