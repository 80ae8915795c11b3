/// Live streams: off-heap frame log per stream, reader cursors, GOP start, slow-reader policy,
/// counters.
@NullMarked
package dev.anabranch.kernel;

import org.jspecify.annotations.NullMarked;
