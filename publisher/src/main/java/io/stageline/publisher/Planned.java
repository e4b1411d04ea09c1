package io.stageline.publisher;

import io.stageline.publisher.target.Parcel;
import java.util.List;

/// A batch as statements, ready to be sent.
///
/// @param mismatch whether production cannot take a change at all; then there are no writes
record Planned(List<Parcel> parcels, boolean mismatch) {
    static final Planned MISMATCH = new Planned(List.of(), true);

    Planned {
        parcels = List.copyOf(parcels);
    }

    long rows() {
        return parcels.stream()
                .mapToLong(parcel ->
                        switch (parcel.write()) {
                            case Write.Rows rows -> rows.rows().size();
                            case Write.Truncate _ -> 0;
                        })
                .sum();
    }
}
