package dev.anabranch.cli;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.MovieExtends;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.media.mp4.SegmentChunk;
import dev.anabranch.media.mp4.SegmentReader;
import dev.anabranch.media.mp4.TrackExtends;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// When the pictures of CMAF parts and segments are shown, on the media's own timeline.
record PieceTimes(int trackId, Timescale timescale, Map<Integer, TrackExtends> defaults) {

    /// @throws MediaFormatException when there is no video track
    static PieceTimes of(byte[] init) throws MediaFormatException {
        try {
            for (var track : MovieReader.read(ByteSource.of(init)).tracks()) {
                if (track.kind() == TrackKind.VIDEO) {
                    return new PieceTimes(
                            track.track().id(),
                            track.track().timescale(),
                            MovieExtends.ofInit(ByteBuffer.wrap(init)).tracks());
                }
            }
            throw MediaFormatException.malformed("", "the init section has no video track");
        } catch (IOException beyondTheArray) {
            throw MediaFormatException.malformed("", "the init section is cut short");
        }
    }

    /// In the order in which a decoder puts them out.
    List<Long> shownNanos(byte[] piece) throws MediaFormatException {
        var times = new ArrayList<Long>();
        for (var chunk : SegmentReader.read(ByteBuffer.wrap(piece), defaults)) {
            for (var track : chunk.tracks()) {
                if (track.trackId() == trackId) {
                    add(track, times);
                }
            }
        }
        Collections.sort(times);
        return times;
    }

    private void add(SegmentChunk.TrackSamples track, List<Long> times) {
        long ticks = track.baseDecodeTicks();
        for (var sample : track.samples()) {
            times.add(
                    timescale.convert(
                            ticks + sample.compositionOffsetTicks(),
                            Timescale.NANOS,
                            RoundingMode.FLOOR));
            ticks += sample.durationTicks();
        }
    }
}
