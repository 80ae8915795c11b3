package dev.anabranch.kernel;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two clocks of a kernel.
///
/// @param wall time of day
/// @param nanos never goes back; any origin, as `System::nanoTime`
public record Clocks(InstantSource wall, LongSupplier nanos) {}
