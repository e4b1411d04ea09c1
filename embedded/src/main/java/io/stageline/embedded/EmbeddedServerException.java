package io.stageline.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An embedded server could not start: a fixed sentence, the data folder it is about and what was seen there.
public final class EmbeddedServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String sentence, Path dataFolder, String seen) {
        this(sentence, dataFolder, seen, null);
    }

    EmbeddedServerException(String sentence, Path dataFolder, Throwable cause) {
        this(sentence, dataFolder, cause.toString(), cause);
    }

    private EmbeddedServerException(
            String sentence, Path dataFolder, String seen, @Nullable Throwable cause) {
        super(sentence + ": " + dataFolder + ": " + seen.strip(), cause);
    }
}
