/// What a running pipeline tells a Prometheus server.
@NullMarked
package io.stageline.operator.metrics;

import org.jspecify.annotations.NullMarked;
