/// What several modules' tests need: supervised processes and outside judges. Knows nothing of
/// ours.
@NullMarked
package dev.anabranch.testkit;

import org.jspecify.annotations.NullMarked;
