/// Media presentation descriptions (ISO/IEC 23009-1): values, parsing and rendering.
@NullMarked
package dev.anabranch.media.dash;

import org.jspecify.annotations.NullMarked;
