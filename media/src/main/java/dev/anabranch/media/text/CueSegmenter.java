package dev.anabranch.media.text;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts a WebVTT document into segments for HLS (RFC 8216, 3.5). Immutable; each segment is made
/// without the others, by any number of threads at once.
///
/// A cue that spans several segments is in each of them with its own, whole times, so that a player
/// that joins late shows it. Style and region blocks are in every segment.
public final class CueSegmenter {

    private static final Timescale MILLIS = new Timescale(1000);

    private final List<Block> head = new ArrayList<>();
    private final List<Cue> cues;

    /// @param document its own timestamp map does not matter here: cue times count from zero
    public CueSegmenter(WebVtt document) {
        for (var block : document.blocks()) {
            if (block instanceof Block.Style || block instanceof Block.Region) {
                head.add(block);
            }
        }
        cues = document.cues();
    }

    /// The WebVTT file of the segment [start, end) of the cues' timeline; one without cues is valid
    /// too.
    ///
    /// @param zero where cue time zero lies on the media timestamps of the audio and video
    ///   segments: zero for CMAF that starts at zero, ten seconds for a transport stream that
    ///   starts there
    public WebVtt segment(Timestamp start, Timestamp end, Timestamp zero) {
        if (end.compareTo(start) < 0) {
            throw new IllegalArgumentException("start=" + start + " end=" + end);
        }
        var blocks = new ArrayList<>(head);
        for (var cue : cues) {
            boolean startsBefore = new Timestamp(cue.startMillis(), MILLIS).compareTo(end) < 0;
            boolean endsAfter = new Timestamp(cue.endMillis(), MILLIS).compareTo(start) > 0;
            if (startsBefore && endsAfter) {
                blocks.add(cue);
            }
        }
        return new WebVtt("", Optional.of(TimestampMap.at(zero)), blocks);
    }

    /// When the last cue ends, in milliseconds; 0 without cues.
    public long endMillis() {
        return cues.stream().mapToLong(Cue::endMillis).max().orElse(0);
    }
}
