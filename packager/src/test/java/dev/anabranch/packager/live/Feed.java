package dev.anabranch.packager.live;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.mp4.MovieReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/// Frames in the order in which they arrive, made up or taken from files.
final class Feed {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /// The number of the first segment of a presentation that begins at [#START].
    static final long FIRST_MSN =
            Duration.between(Instant.parse("2025-01-01T00:00:00Z"), START).toMillis() / 250;

    static final Timescale VIDEO_CLOCK = new Timescale(90_000);
    static final Timescale AUDIO_CLOCK = new Timescale(48_000);

    /// What happens to a presentation, in order of time.
    sealed interface Event {
        Timestamp at();
    }

    record Described(Timestamp at, Track track) implements Event {}

    record Arrived(
            Timestamp at, int trackId, long dts, long pts, long lasts, boolean isKey, byte[] bytes)
            implements Event {}

    record Broken(Timestamp at) implements Event {}

    /// Where a made-up payload can be found: the beginning of its only NAL unit.
    static final int MARK = 0x41AB_CD00;

    final List<Event> events = new ArrayList<>();
    private int serial;

    static Path sample(String name) throws Exception {
        return Path.of(Feed.class.getResource("/dev/anabranch/packager/" + name).toURI());
    }

    static IndexedTrack track(String file, TrackKind kind) throws Exception {
        var movie = MovieReader.read(ByteSource.of(Files.readAllBytes(sample(file))));
        return movie.tracks().stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
    }

    static CodecConfiguration avc() throws Exception {
        return track("bbb_240p_10s.mp4", TrackKind.VIDEO).track().codec();
    }

    static CodecConfiguration aac() throws Exception {
        return track("long_1080p_6min_lowbitrate.mp4", TrackKind.AUDIO).track().codec();
    }

    Feed describe(int id, CodecConfiguration codec, Timescale clock, Duration at) {
        var track = new Track(id, clock, codec, "und", "");
        events.add(new Described(new Timestamp(clock.ticks(at), clock), track));
        return this;
    }

    /// Frames of a file from its beginning up to `length`, moved by `shift`.
    Feed file(int id, String name, TrackKind kind, Duration length, Duration shift)
            throws Exception {
        var bytes = Files.readAllBytes(sample(name));
        var indexed = track(name, kind);
        var clock = indexed.track().timescale();
        describe(id, indexed.track().codec(), clock, shift);
        var cursor = indexed.samples().cursor(0);
        long move = clock.ticks(shift);
        do {
            long dts = cursor.dtsTicks() + move;
            if (cursor.dtsTicks() >= clock.ticks(length)) {
                break;
            }
            var payload =
                    java.util.Arrays.copyOfRange(
                            bytes,
                            (int) cursor.position(),
                            (int) cursor.position() + cursor.sizeBytes());
            events.add(
                    new Arrived(
                            new Timestamp(dts, clock),
                            id,
                            dts,
                            cursor.ptsTicks() + move,
                            cursor.durationTicks(),
                            cursor.isSync(),
                            payload));
        } while (cursor.advance());
        return this;
    }

    /// Pictures at these times (seconds), each payload of its own.
    Feed video(int id, double[] times, IntPredicate isKey) {
        for (int i = 0; i < times.length; i++) {
            long dts = Math.round(times[i] * 90_000);
            frame(id, VIDEO_CLOCK, dts, dts + 6000, 0, isKey.test(i), 300);
        }
        return this;
    }

    Feed frame(int id, Timescale clock, long dts, long pts, long lasts, boolean isKey, int bytes) {
        var payload = new byte[bytes];
        java.nio.ByteBuffer.wrap(payload)
                .putInt(bytes - 4)
                .putInt(MARK)
                .putInt(serial++)
                .putInt(id);
        events.add(new Arrived(new Timestamp(dts, clock), id, dts, pts, lasts, isKey, payload));
        return this;
    }

    /// AAC frames of 1024 samples at 48 kHz.
    Feed audio(int id, double from, double to) {
        return audio(id, from, to, 0);
    }

    /// @param roundedMillis times are rounded to this many milliseconds; 0 for exact
    Feed audio(int id, double from, double to, int roundedMillis) {
        long first = Math.round(from * 48_000);
        for (long dts = first; dts < to * 48_000; dts += 1024) {
            long ticks = dts;
            if (roundedMillis > 0) {
                ticks = Math.floorDiv(dts, 48L * roundedMillis) * 48 * roundedMillis;
            }
            frame(id, AUDIO_CLOCK, ticks, ticks, 0, true, 100);
        }
        return this;
    }

    Feed broken(double at) {
        events.add(new Broken(new Timestamp(Math.round(at * 90_000) - 1, VIDEO_CLOCK)));
        return this;
    }

    static double[] times(double from, double to, double fps) {
        int count = (int) Math.round((to - from) * fps);
        var times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = from + i / fps;
        }
        return times;
    }

    static double[] rounded(double[] times, double unit) {
        var out = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            out[i] = Math.floor(times[i] / unit + 1e-9) * unit;
        }
        return out;
    }

    List<Event> inOrder() {
        var sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparing(Event::at));
        return sorted;
    }

    long arrivals(int id) {
        return events.stream().filter(e -> e instanceof Arrived a && a.trackId == id).count();
    }

    /// Feeds all of it and ends.
    void to(LivePresentation live) {
        for (var event : inOrder()) {
            play(live, event);
        }
        live.end();
    }

    static void play(LivePresentation live, Event event) {
        play(live, event, Duration.ZERO);
    }

    /// @param late how much later on the wall clock
    static void play(LivePresentation live, Event event, Duration late) {
        switch (event) {
            case Described(var _, var track) -> live.track(track);
            case Broken _ -> live.discontinuity();
            case Arrived a ->
                    live.frame(
                            new Frame(
                                    a.trackId,
                                    a.dts,
                                    a.pts,
                                    a.lasts,
                                    a.isKey,
                                    false,
                                    Lease.of(a.bytes)),
                            START.plus(late).plus(a.at.timescale().duration(a.at.ticks())));
        }
    }
}
