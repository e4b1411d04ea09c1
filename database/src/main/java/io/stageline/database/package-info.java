/// What we know about a relational database: how to open it, its catalogue (tables, columns, keys, foreign keys), which
/// of its tables are selected, and what an error of it means.
@NullMarked
package io.stageline.database;

import org.jspecify.annotations.NullMarked;
