package io.stageline.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The settings of a broker that is alone: one node in both roles, one replica of everything, small, on 127.0.0.1.
final class BrokerSettings {
    static final int NODE = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    static Map<String, String> of(Path log, BrokerIdentity identity, Map<String, String> more) {
        var settings = new HashMap<String, String>();
        settings.putAll(listeners(identity.port(), identity.controllerPort()));
        settings.putAll(single());
        settings.putAll(small());
        settings.putAll(durable());
        settings.putAll(more);
        settings.put("log.dirs", log.toString());
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        return Map.copyOf(settings);
    }

    private static Map<String, String> listeners(int port, int controllerPort) {
        String broker = "BROKER://" + Ports.HOST + ":" + port;
        String controller = CONTROLLER_LISTENER + "://" + Ports.HOST + ":" + controllerPort;
        return Map.of(
                "listeners",
                broker + "," + controller,
                "advertised.listeners",
                broker,
                "listener.security.protocol.map",
                "BROKER:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
                "inter.broker.listener.name",
                "BROKER",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                NODE + "@" + Ports.HOST + ":" + controllerPort);
    }

    private static Map<String, String> single() {
        return Map.ofEntries(
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("num.partitions", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // No record every half second, each with an fsync, while nothing happens.
                Map.entry("metadata.max.idle.interval.ms", "0"),
                Map.entry("auto.create.topics.enable", "false"),
                // After a crash the controller takes the broker for alive until this is over, and
                // refuses its new start.
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("initial.broker.registration.timeout.ms", "60000"));
    }

    private static Map<String, String> small() {
        return Map.of(
                "num.network.threads", "1",
                "num.io.threads", "2",
                "background.threads", "1",
                "num.replica.fetchers", "1",
                "num.recovery.threads.per.data.dir", "1",
                "log.cleaner.threads", "1",
                "log.cleaner.dedupe.buffer.size",
                        "16777216", // the default takes 128 MB of heap at once
                "log.cleaner.io.buffer.size", "131072");
    }

    private static Map<String, String> durable() {
        return Map.of(
                // An acknowledged record of a single broker is only in the page cache: bring it to
                // disk
                // within about a second. Without the scheduler's settings the interval means
                // nothing.
                "log.initial.task.delay.ms", "500",
                "log.flush.interval.ms", "1000",
                "log.flush.scheduler.interval.ms", "500",
                "log.flush.offset.checkpoint.interval.ms", "5000",
                // Our topics say what they keep; nothing else is thrown away behind our back.
                "log.retention.ms", "-1");
    }
}
