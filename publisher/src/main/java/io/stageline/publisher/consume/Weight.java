package io.stageline.publisher.consume;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import org.jspecify.annotations.Nullable;

/// Estimates what a change takes in memory.
final class Weight {
    private static final int ROW = 64;
    private static final int VALUE = 40;

    private Weight() {}

    static long of(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Insert insert -> of(insert.after());
            case ChangeEvent.Update update -> of(update.before()) + of(update.after());
            case ChangeEvent.Delete delete -> of(delete.before());
            case ChangeEvent.Truncate _ -> ROW;
        };
    }

    private static long of(@Nullable RowImage image) {
        if (image == null) {
            return 0;
        }
        long weight = ROW;
        for (int i = 0; i < image.size(); i++) {
            String value = image.value(i);
            weight += value == null ? Long.BYTES : VALUE + value.length();
        }
        return weight;
    }
}
