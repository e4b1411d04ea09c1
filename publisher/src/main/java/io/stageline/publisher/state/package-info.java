/// What production says about the publishing: schema `stageline` with checkpoint, lane state and conflicts.
@NullMarked
package io.stageline.publisher.state;

import org.jspecify.annotations.NullMarked;
