/// Timed text: WebVTT and SubRip.
@NullMarked
package dev.anabranch.media.text;

import org.jspecify.annotations.NullMarked;
