package dev.anabranch.media.ts;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.mp4.MovieReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The sample files, and ways to put them through muxer and reader.
final class Samples {

    static final long OFFSET = 900_000;

    private Samples() {}

    static byte[] bytes(String name) throws IOException {
        try (var in = Samples.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    static List<MuxedTrack> movie(String name) throws Exception {
        var source = ByteSource.of(bytes(name));
        var tracks = new ArrayList<MuxedTrack>();
        for (var track : MovieReader.read(source).tracks()) {
            tracks.add(MuxedTrack.of(track, source));
        }
        return tracks;
    }

    static List<IndexedTrack> indexed(List<MuxedTrack> tracks) {
        return tracks.stream().map(MuxedTrack::track).toList();
    }

    /// All segments one after another.
    static byte[] mux(List<MuxedTrack> tracks, List<List<SampleRange>> segments) throws Exception {
        var muxer = new SegmentMuxer(tracks, OFFSET);
        var out = new ByteArrayOutputStream();
        var counts = PacketCounts.none(tracks.size());
        for (var ranges : segments) {
            var plan = muxer.plan(ranges);
            int before = out.size();
            muxer.write(plan, counts, sink(out));
            if (out.size() - before != plan.sizeBytes()) {
                throw new AssertionError(
                        "planned " + plan.sizeBytes() + ", made " + (out.size() - before));
            }
            counts = counts.plus(plan.packets());
        }
        return out.toByteArray();
    }

    static PacketSink sink(ByteArrayOutputStream out) {
        return bytes -> {
            while (bytes.hasRemaining()) {
                out.write(bytes.get());
            }
        };
    }

    /// What a reader says of bytes that come in pieces of `pieceBytes`, a line an event.
    static List<String> read(byte[] stream, int pieceBytes) {
        var reader = new TransportStreamReader();
        var lines = new ArrayList<String>();
        for (int at = 0; at < stream.length; at += pieceBytes) {
            int length = Math.min(pieceBytes, stream.length - at);
            reader.feed(ByteBuffer.wrap(stream, at, length));
            drain(reader, lines);
        }
        reader.flush();
        drain(reader, lines);
        lines.add(reader.statistics().toString());
        return lines;
    }

    private static void drain(TransportStreamReader reader, List<String> lines) {
        for (var event = reader.poll(); event.isPresent(); event = reader.poll()) {
            lines.add(line(event.get()));
        }
    }

    static String line(StreamEvent event) {
        return switch (event) {
            case StreamEvent.TrackDescribed described -> {
                var track = described.track();
                yield "track "
                        + track.id()
                        + " "
                        + track.codec().codecString()
                        + " "
                        + track.language();
            }
            case StreamEvent.FrameRead read -> {
                var frame = read.frame();
                var payload =
                        frame.payload().bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                yield "frame "
                        + frame.trackId()
                        + " dts "
                        + frame.dtsTicks()
                        + " pts "
                        + frame.ptsTicks()
                        + " duration "
                        + frame.durationTicks()
                        + (frame.isKeyframe() ? " key " : " ")
                        + payload.length
                        + " bytes "
                        + Integer.toHexString(java.util.Arrays.hashCode(payload));
            }
            case StreamEvent.TrackEnded ended -> "ended " + ended.trackId();
            case StreamEvent.Discontinuity jump -> "discontinuity " + jump.trackId();
        };
    }
}
