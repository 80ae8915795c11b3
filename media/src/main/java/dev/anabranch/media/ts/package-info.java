/// MPEG transport streams (ISO/IEC 13818-1), packetised elementary streams, ADTS and packed audio.
@NullMarked
package dev.anabranch.media.ts;

import org.jspecify.annotations.NullMarked;
