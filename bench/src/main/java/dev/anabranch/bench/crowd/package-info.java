/// Crowds of viewers for live servers, each a process of its own that can be pinned to a core.
@NullMarked
package dev.anabranch.bench.crowd;

import org.jspecify.annotations.NullMarked;
