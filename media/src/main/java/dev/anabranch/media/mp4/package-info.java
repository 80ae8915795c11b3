/// ISO base media files (ISO/IEC 14496-12) read at random, and CMAF (ISO/IEC 23000-19) written.
///
/// One file a box: its fields, how it is read and how it is written.
@NullMarked
package dev.anabranch.media.mp4;

import org.jspecify.annotations.NullMarked;
