package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Track;
import dev.anabranch.media.mp4.InitSegment;
import dev.anabranch.media.mp4.MediaSegment;
import dev.anabranch.media.mp4.SampleRun;
import dev.anabranch.transcode.TrackSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// Keeps everything, and can write it to a file for somebody else to judge.
public final class RecordingSink implements TrackSink {

    private static final long OFFSET_SECONDS = 10;

    /// Falls when the first frame has come.
    public final CountDownLatch begun = new CountDownLatch(1);

    private final Map<Integer, Recorded> tracks = new ConcurrentHashMap<>();

    /// A track.
    static final class Recorded {
        final IndexedTrack track;
        final List<Frame> frames = new ArrayList<>();
        boolean hasEnded;

        Recorded(IndexedTrack track) {
            this.track = track;
        }

        long ticksPerSecond() {
            return track.track().timescale().ticksPerSecond();
        }

        /// In order of presentation.
        List<Frame> presented() {
            return frames.stream().sorted(Comparator.comparingLong(Frame::ptsTicks)).toList();
        }

        /// Presentation times in seconds.
        List<Rational> seconds() {
            return presented().stream()
                    .map(frame -> new Rational(frame.ptsTicks(), ticksPerSecond()))
                    .toList();
        }

        /// Numbers of the keyframes in order of presentation.
        List<Integer> keyframes() {
            var presented = presented();
            return IntStream.range(0, presented.size())
                    .filter(i -> presented.get(i).isKeyframe())
                    .boxed()
                    .toList();
        }

        long startTicks() {
            return frames.getFirst().ptsTicks();
        }

        long endTicks() {
            return frames.stream()
                    .mapToLong(frame -> frame.ptsTicks() + frame.durationTicks())
                    .max()
                    .orElseThrow();
        }

        /// A fragmented MP4 with a fragment a frame.
        Clip written(Path file) throws Exception {
            var own = track.track();
            var alone = new Track(1, own.timescale(), own.codec(), "und", "");
            var start = OptionalLong.of(OFFSET_SECONDS * ticksPerSecond());
            Files.write(file, new InitSegment(alone, track.picture(), 0, start).toBytes());
            for (int i = 0; i < frames.size(); i++) {
                append(file, i, frames.get(i));
            }
            return new Clip(file);
        }

        private void append(Path file, int number, Frame frame) throws Exception {
            var run = new SampleRun.Builder();
            var bytes = frame.payload().bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            run.add(frame.dtsTicks(), frame.ptsTicks(), bytes.length, frame.isKeyframe());
            var samples = run.build(frame.dtsTicks() + frame.durationTicks());
            var segment =
                    new MediaSegment(
                            1,
                            number + 1,
                            frame.dtsTicks() + OFFSET_SECONDS * ticksPerSecond(),
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            List.of());
            Files.write(file, segment.header(samples), StandardOpenOption.APPEND);
            Files.write(file, bytes, StandardOpenOption.APPEND);
        }
    }

    public Recorded track(int id) {
        var track = tracks.get(id);
        if (track == null) {
            throw new NoSuchElementException("track " + id + " of " + tracks.keySet());
        }
        return track;
    }

    public boolean hasTracks() {
        return !tracks.isEmpty();
    }

    @Override
    public void track(IndexedTrack track) {
        tracks.put(track.track().id(), new Recorded(track));
    }

    @Override
    public void frame(Frame frame) throws IOException {
        track(frame.trackId()).frames.add(frame);
        begun.countDown();
    }

    @Override
    public void end(int trackId) {
        track(trackId).hasEnded = true;
    }
}
