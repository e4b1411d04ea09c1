@NullMarked
package io.stageline.configuration;

import org.jspecify.annotations.NullMarked;
