/// Where a measurement takes place: two servers, a backlog in staging, a production database for each peer.
@NullMarked
package io.stageline.benchmarks.site;

import org.jspecify.annotations.NullMarked;
