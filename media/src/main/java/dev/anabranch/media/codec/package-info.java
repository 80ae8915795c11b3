/// Codec headers: bitstream headers and configuration records in, RFC 6381 strings and picture and
/// sound formats out.
@NullMarked
package dev.anabranch.media.codec;

import org.jspecify.annotations.NullMarked;
