/// What a transcode is: settings, ladders, a source, the plan of what is made of it, and the
/// contracts of those that carry plans out.
///
/// The packages below make and use these: `probe` looks into a source, `plan` decides, `ffmpeg` and
/// `gstreamer` carry out, `process` holds their child processes, `title` chooses the ladder of one
/// film. None of them is used from here but `process`.
@NullMarked
package dev.anabranch.transcode;

import org.jspecify.annotations.NullMarked;
