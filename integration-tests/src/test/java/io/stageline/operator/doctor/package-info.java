/// Every finding provoked on real servers, and cured with its own statement.
@NullMarked
package io.stageline.operator.doctor;

import org.jspecify.annotations.NullMarked;
