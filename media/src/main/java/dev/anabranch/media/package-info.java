/// Time, tracks, samples and frames: the values every container, manifest and protocol shares.
///
/// Everything here and below is a pure function or a value: no threads, no sockets, no files, no
/// logging.
@NullMarked
package dev.anabranch.media;

import org.jspecify.annotations.NullMarked;
