/// The one place from which every test takes its servers and its child processes. Real ones only.
///
/// [Servers] says which; everything here dies with the JVM of the tests.
@NullMarked
package io.stageline.testing;

import org.jspecify.annotations.NullMarked;
