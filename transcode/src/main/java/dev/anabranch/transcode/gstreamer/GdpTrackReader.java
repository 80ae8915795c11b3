package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.codec.Av1Configuration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.transcode.TrackSink;
import java.io.IOException;
import java.io.InputStream;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one track as GStreamer writes it ([GdpPacket]) and gives its frames to a [TrackSink], one
/// frame late, for a frame lasts until the next is decoded. Used once, by one thread.
final class GdpTrackReader {

    private static final Pattern START = Pattern.compile("start=\\(guint64\\)(\\d+)");
    private static final Pattern BASE = Pattern.compile("base=\\(guint64\\)(\\d+)");

    /// Matroska's element takes the first frame of the file for the first in time, and corrects
    /// itself when an earlier one comes; by then it was heard of at most so many.
    private static final int SETTLING_FRAMES = 16;

    /// The header of an OBU of that type with a size field.
    private static final int TEMPORAL_DELIMITER = 0x12;

    private final InputStream in;
    private final Description description;
    private final TrackSink sink;
    private final ArrayDeque<GdpPacket> waiting = new ArrayDeque<>();
    private String caps = "";

    /// What is taken off a time to have it from the start of the source.
    private long originNanos;

    private boolean hasOrigin;
    private boolean isSettled;
    private @Nullable CodecConfiguration configuration;
    private @Nullable Frame last;

    /// What a track is called and how it is to be understood.
    ///
    /// @param clock of the frames' times
    /// @param primingSamples by which it is earlier than its times say
    /// @param frameDivisor 2 when every second frame of the source is here
    /// @param hasOneOrigin whether all times count from one moment, and the earliest that was told
    ///   is right; else each part says from where its times count
    record Description(
            int trackId,
            Timescale clock,
            int primingSamples,
            int frameDivisor,
            String language,
            String title,
            boolean hasOneOrigin) {}

    GdpTrackReader(InputStream in, Description description, TrackSink sink) {
        this.in = in;
        this.description = description;
        this.sink = sink;
    }

    /// Reads to the end.
    ///
    /// @return whether there was a frame at all
    /// @throws MediaFormatException when it is not understood
    /// @throws IOException what the stream or the sink threw; when it breaks off within a packet
    boolean read() throws IOException, MediaFormatException {
        for (var next = GdpPacket.read(in); next.isPresent(); next = GdpPacket.read(in)) {
            take(next.get());
        }
        settle();
        if (last == null) {
            return false;
        }
        // As every encoder does: how long it lasted in the source.
        sink.frame(lasting(last, Math.max(1, last.durationTicks() / description.frameDivisor())));
        sink.end(description.trackId());
        return true;
    }

    private void take(GdpPacket packet) throws IOException, MediaFormatException {
        switch (packet.type()) {
            case GdpPacket.CAPS -> caps = new String(packet.payload(), StandardCharsets.UTF_8);
            case GdpPacket.SEGMENT -> segment(packet);
            case GdpPacket.BUFFER -> {
                waiting.add(packet);
                if (!description.hasOneOrigin() || isSettled || waiting.size() > SETTLING_FRAMES) {
                    settle();
                }
            }
            default -> {}
        }
    }

    private void segment(GdpPacket packet) throws MediaFormatException {
        var text = new String(packet.payload(), StandardCharsets.UTF_8);
        long origin = number(START, text) - number(BASE, text);
        if (!description.hasOneOrigin() || !hasOrigin) {
            originNanos = origin;
        } else if (!isSettled) {
            originNanos = Math.min(originNanos, origin);
        }
        hasOrigin = true;
    }

    private static long number(Pattern field, String text) throws MediaFormatException {
        var matcher = field.matcher(text);
        if (!matcher.find()) {
            throw MediaFormatException.malformed("GDP segment", "no times: " + text);
        }
        try {
            return Long.parseLong(matcher.group(1));
        } catch (NumberFormatException tooLarge) {
            throw MediaFormatException.malformed("GDP segment", "time " + matcher.group(1));
        }
    }

    private void settle() throws IOException, MediaFormatException {
        isSettled = isSettled || !waiting.isEmpty();
        while (!waiting.isEmpty()) {
            frame(waiting.remove());
        }
    }

    private void frame(GdpPacket packet) throws IOException, MediaFormatException {
        if (packet.ptsNanos() == GdpPacket.NONE) {
            throw MediaFormatException.malformed("GDP packet", "a frame without a time");
        }
        if (configuration == null) {
            configuration = described(packet.payload());
        }
        long pts = ticks(packet.ptsNanos() - originNanos) - ahead(configuration);
        boolean hasDts =
                packet.dtsNanos() != GdpPacket.NONE && packet.dtsNanos() != packet.ptsNanos();
        long dts = hasDts ? ticks(packet.dtsNanos() - originNanos) : pts;
        if (last != null) {
            if (dts <= last.dtsTicks()) {
                throw MediaFormatException.malformed(
                        "GDP packet", "decoded at " + dts + " after " + last.dtsTicks());
            }
            sink.frame(lasting(last, dts - last.dtsTicks()));
        }
        long duration =
                packet.durationNanos() == GdpPacket.NONE ? 1 : ticks(packet.durationNanos());
        var payload = Lease.of(withoutDelimiter(packet.payload(), configuration));
        last =
                new Frame(
                        description.trackId(),
                        dts,
                        pts,
                        Math.max(1, duration),
                        !packet.isDelta(),
                        false,
                        payload);
    }

    private CodecConfiguration described(byte[] first) throws IOException, MediaFormatException {
        var codec = GstreamerCaps.configuration(caps, ByteBuffer.wrap(first));
        var track =
                new Track(
                        description.trackId(),
                        description.clock(),
                        codec,
                        description.language(),
                        description.title());
        var configurations = List.of(TrackConfiguration.of(codec));
        sink.track(new IndexedTrack(track, NoSamples.NONE, configurations, 0, -1, 0));
        return codec;
    }

    /// Samples in front of the sound: AAC's are in every time, those of Opus only in the first,
    /// which its encoder has shortened by them.
    private long ahead(CodecConfiguration codec) {
        if (codec instanceof OpusConfiguration opus) {
            return last == null ? opus.preSkipSamples() : 0;
        }
        return description.primingSamples();
    }

    /// MP4 has no temporal delimiters (AV1 in ISOBMFF, 2.4).
    private static byte[] withoutDelimiter(byte[] unit, CodecConfiguration codec) {
        boolean isDelimited =
                codec instanceof Av1Configuration
                        && unit.length > 2
                        && unit[0] == TEMPORAL_DELIMITER
                        && unit[1] == 0;
        return isDelimited ? Arrays.copyOfRange(unit, 2, unit.length) : unit;
    }

    private static Frame lasting(Frame frame, long durationTicks) {
        return new Frame(
                frame.trackId(),
                frame.dtsTicks(),
                frame.ptsTicks(),
                durationTicks,
                frame.isKeyframe(),
                false,
                frame.payload());
    }

    private long ticks(long nanos) {
        return Timescale.NANOS.convert(nanos, description.clock(), RoundingMode.HALF_UP);
    }
}
