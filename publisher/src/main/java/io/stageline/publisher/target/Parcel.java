package io.stageline.publisher.target;

import io.stageline.publisher.Write;
import java.util.List;

/// A write made ready to be sent, for the target whose [Packer] made it.
///
/// @param arrays what the parameters of its statement are bound to; none for a truncate
public record Parcel(Write write, List<Object> arrays) {
    public Parcel {
        arrays = List.copyOf(arrays);
    }
}
