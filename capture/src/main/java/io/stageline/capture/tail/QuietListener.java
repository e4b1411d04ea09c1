package io.stageline.capture.tail;

import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.source.spi.DataChangeEventListener;
import io.debezium.pipeline.spi.Partition;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes Debezium's metrics listener off: it builds a line of text of every event, a quarter of the cost of reading
/// one. The dispatcher that holds it is protected; a Debezium where it cannot be reached is slower, not wrong.
final class QuietListener {
    private static final Logger log = LoggerFactory.getLogger(QuietListener.class);

    private QuietListener() {}

    /// Once events flow: Debezium puts its listener in place when it begins to stream.
    static void install(ChangeEventSourceCoordinator<?, ?> coordinator) {
        try {
            Field field = ChangeEventSourceCoordinator.class.getDeclaredField("eventDispatcher");
            field.setAccessible(true);
            if (field.get(coordinator) instanceof EventDispatcher<?, ?> dispatcher) {
                quieten(dispatcher);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.atInfo().setCause(e).log("Debezium's metrics listener stays on");
        }
    }

    private static <P extends Partition> void quieten(EventDispatcher<P, ?> dispatcher) {
        dispatcher.setEventListener(DataChangeEventListener.NO_OP());
    }
}
