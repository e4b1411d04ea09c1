/// The configuration of a Stageline process: one YAML file, read into the typed records that the rooms declare.
///
/// Every room declares one record; its components are the keys, with [Doc] a sentence for the operator and with [Default]
/// a value where one is safe. [ConfigurationFile] reads, overlays the environment, resolves secrets and tells all problems
/// at once; [ConfigurationText] writes the effective configuration and the reference of all keys. This is the lowest
/// module: it knows nothing of databases, Kafka or publishing.
@NullMarked
package io.stageline.configuration;

import org.jspecify.annotations.NullMarked;
