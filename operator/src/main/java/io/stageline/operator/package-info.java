/// The command line: `stageline demo`, `run`, `capture`, `publish`, `doctor`, `status`, `config`, `version`, and the one main.
///
/// This package reads arguments, calls the rooms below it and turns what they return into text and an exit code. Result
/// goes to the standard output, messages and progress to the standard error. Its classes touch Kafka, Debezium and the
/// logging only when a command that needs them runs, so that `--help` answers at once.
@NullMarked
package io.stageline.operator;

import org.jspecify.annotations.NullMarked;
