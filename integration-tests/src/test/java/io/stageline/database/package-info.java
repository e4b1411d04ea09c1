/// What we read of a real PostgreSQL.
@NullMarked
package io.stageline.database;

import org.jspecify.annotations.NullMarked;
