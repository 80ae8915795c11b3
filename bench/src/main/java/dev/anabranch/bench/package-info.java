/// Side-by-side runs against the tools people would otherwise use, in ratios of one run.
@NullMarked
package dev.anabranch.bench;

import org.jspecify.annotations.NullMarked;
