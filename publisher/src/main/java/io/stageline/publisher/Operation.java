package io.stageline.publisher;

/// What a statement does to rows.
public enum Operation {
    // in this order where nothing else decides: what is released first can be taken
    DELETE,
    UPDATE,
    INSERT
}
