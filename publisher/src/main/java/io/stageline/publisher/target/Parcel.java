package io.stageline.publisher.target;

import io.stageline.publisher.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A write made ready to be sent, for the target whose [Packer] made it.
///
/// @param bindings what the parameters of its statement are bound to, once for each time it is executed; none for a truncate
public record Parcel(Write write, List<List<@Nullable String>> bindings) {
    public Parcel {
        bindings = List.copyOf(bindings);
    }
}
