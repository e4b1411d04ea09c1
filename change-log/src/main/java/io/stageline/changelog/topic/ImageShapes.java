package io.stageline.changelog.topic;

import io.stageline.changelog.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The column lists met so far, found name by name: rows of one shape share theirs, and none has to gather and compare its
/// names first. Owned by one thread.
final class ImageShapes {
    private final ImageShapes before;
    private final String name;
    private final Map<String, ImageShapes> next = new HashMap<>();
    private @Nullable Columns columns;

    /// The beginning of all lists.
    ImageShapes() {
        this.before = this;
        this.name = "";
    }

    private ImageShapes(ImageShapes before, String name) {
        this.before = before;
        this.name = name;
    }

    /// The lists that go on with this name.
    ImageShapes then(String following) {
        ImageShapes known = next.get(following);
        if (known == null) {
            known = new ImageShapes(this, following);
            next.put(following, known);
        }
        return known;
    }

    /// The list that ends here.
    Columns columns() {
        Columns known = columns;
        if (known == null) {
            List<String> names = new ArrayList<>();
            for (ImageShapes at = this; at != at.before; at = at.before) {
                names.addFirst(at.name);
            }
            known = Columns.of(names);
            columns = known;
        }
        return known;
    }
}
