/// How held source transactions and conflicts are shown: tables and texts for people, JSON for programs.
@NullMarked
package io.stageline.operator.holds;

import org.jspecify.annotations.NullMarked;
