package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TrackSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Joins the chunks of one rendition, in order, into one track that looks as if it came from one
/// encoder. Used by one thread.
///
/// Presentation times are right already. What does not fit are decode times: an encoder that
/// reorders pictures begins as many frames early as it holds back, which it knows only from the
/// pictures it has. In one run the first frames behind a border are decoded when the last ones
/// before it are shown, and so they are here.
///
/// ```
/// shown    ... 5 6 7 | 8 9 10 11 ...
/// decoded  ... 3 4 5 | 6 7  8  9 ...     two frames are held back
/// ```
final class Stitch {

    /// More than any encoder holds back (`max_dec_frame_buffering` is at most 16).
    private static final int MAX_DELAY = 32;

    private final TrackSink sink;
    private final String name;
    private final TreeSet<Long> shown = new TreeSet<>();
    private @Nullable IndexedTrack first;
    private int delay = -1;
    private long lastDecode = Long.MIN_VALUE;

    /// @param sink takes the track
    /// @param name for messages
    Stitch(TrackSink sink, String name) {
        this.sink = sink;
        this.name = name;
    }

    /// What takes the next chunk.
    TrackSink next(int index) {
        return new Piece(index);
    }

    /// After the last chunk.
    void end(int trackId) throws IOException {
        sink.end(trackId);
    }

    private void put(Frame frame, long dtsTicks) throws IOException {
        if (dtsTicks <= lastDecode || dtsTicks > frame.ptsTicks()) {
            frame.close();
            throw unfit("a decode time of %d after %d".formatted(dtsTicks, lastDecode));
        }
        lastDecode = dtsTicks;
        shown.add(frame.ptsTicks());
        if (shown.size() > MAX_DELAY) {
            shown.pollFirst();
        }
        sink.frame(
                new Frame(
                        frame.trackId(),
                        dtsTicks,
                        frame.ptsTicks(),
                        frame.durationTicks(),
                        frame.isKeyframe(),
                        false,
                        frame.payload()));
    }

    private IOException unfit(String what) {
        return new IOException(
                MediaFormatException.malformed(name, "chunks do not fit together: " + what));
    }

    private final class Piece implements TrackSink {

        private final int index;
        private final List<Frame> early = new ArrayList<>();
        private long border;
        private long frames;
        private boolean isPlaced;

        Piece(int index) {
            this.index = index;
        }

        @Override
        public void track(IndexedTrack track) throws IOException {
            if (first == null) {
                first = track;
                sink.track(track);
                return;
            }
            boolean isSame =
                    track.track().timescale().equals(first.track().timescale())
                            && first.configurations()
                                    .getFirst()
                                    .decodes(track.configurations().getFirst());
            if (!isSame) {
                throw unfit("the encoder describes chunk %d in another way".formatted(index));
            }
        }

        @Override
        public void frame(Frame frame) throws IOException {
            if (frames++ == 0) {
                start(frame);
            }
            if (!isPlaced && frame.dtsTicks() < border && early.size() < MAX_DELAY) {
                early.add(frame);
                return;
            }
            place();
            put(frame, frame.dtsTicks());
        }

        private void start(Frame frame) throws IOException {
            border = frame.ptsTicks();
            boolean isBehind = shown.isEmpty() || shown.last() < border;
            if (!frame.isKeyframe() || !isBehind) {
                frame.close();
                throw unfit("chunk %d does not begin where it should".formatted(index));
            }
        }

        /// Gives the frames that are decoded before the border their times.
        private void place() throws IOException {
            if (isPlaced) {
                return;
            }
            isPlaced = true;
            if (delay < 0) {
                delay = early.size();
                for (var frame : early) {
                    put(frame, frame.dtsTicks());
                }
                return;
            }
            var before = new ArrayList<>(shown);
            if (early.size() > delay || before.size() < delay) {
                throw unfit("chunk %d holds back %d frames".formatted(index, early.size()));
            }
            for (int i = 0; i < early.size(); i++) {
                put(early.get(i), before.get(before.size() - delay + i));
            }
        }

        @Override
        public void end(int trackId) throws IOException {
            place();
        }
    }
}
