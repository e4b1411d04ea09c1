package io.stageline.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a `Map<String, String>` whose keys belong to somebody else (Debezium, Kafka) and are taken unrenamed. Nested
/// sections are flattened with dots, so that `slot: { name: x }` and `"slot.name": x` say the same.
///
/// An environment variable reaches a key below the map by the convention of the Kafka images: `_` stands for a dot,
/// `__` for a dash, `___` for an underscore, letters become lower case. `STAGELINE_CAPTURE_DEBEZIUM_SLOT_NAME` is
/// `capture.debezium.slot.name`. A key with upper-case letters is reached when it also stands in the file.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface PassThrough {}
