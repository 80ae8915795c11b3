package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Looks for keyframes of a source at which a copy of its picture can be cut.
@FunctionalInterface
public interface KeyframeScan {

    /// What a look through the whole stream found.
    sealed interface Found {

        /// Where segments begin so that none is longer than wanted; nothing after such a keyframe
        /// needs anything before it.
        ///
        /// @param seconds from the start of the source, ascending, the first is 0
        record Cuts(List<Rational> seconds) implements Found {
            public Cuts {
                seconds = List.copyOf(seconds);
            }
        }

        /// The picture cannot be cut as wanted.
        ///
        /// @param reason in words that go on after "because"
        record NoCuts(String reason) implements Found {}
    }

    /// Reads the video stream of `source` until its end, or until it is clear that it does not fit.
    /// Every segment is at most `segment + tolerance` long, by the rule of the packager: a cut is
    /// the first keyframe at or after the one before + `segment - tolerance`, or, where that comes
    /// too late, the last one before it.
    Found find(Source source, Duration segment, Duration tolerance)
            throws ProgramException, MediaFormatException, IOException, InterruptedException;
}
