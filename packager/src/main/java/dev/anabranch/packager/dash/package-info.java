/// The MPD of a presentation.
@NullMarked
package dev.anabranch.packager.dash;

import org.jspecify.annotations.NullMarked;
