package io.stageline.capture.assemble;

/// Staging's log did not tell whole transactions in order. Going on could lose or double changes.
public final class AssemblyException extends IllegalStateException {
    AssemblyException(String message) {
        super(message);
    }
}
