/// The preflight: every precondition of a pipeline as a finding, with the exact statement that cures it. Takes the parts of
/// a configuration, changes nothing, and examines the other servers when one cannot be reached.
@NullMarked
package io.stageline.operator.doctor;

import org.jspecify.annotations.NullMarked;
