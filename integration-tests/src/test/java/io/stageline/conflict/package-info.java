/// The story of every kind of conflict, told from a real production.
@NullMarked
package io.stageline.conflict;

import org.jspecify.annotations.NullMarked;
