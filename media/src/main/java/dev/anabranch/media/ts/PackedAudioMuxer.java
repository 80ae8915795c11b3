package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Makes HLS segments of packed audio (RFC 8216, 3.4): a [TimestampTag] and then the frames one
/// after another, AAC each with its ADTS header. Immutable; any thread may make any segment.
public final class PackedAudioMuxer {

    private static final int WINDOW_BYTES = 64 << 10;

    private final MuxedTrack track;
    private final long offsetTicks;

    /// @param offsetTicks added to every time, in 90 kHz: the same as for the video's segments
    public PackedAudioMuxer(MuxedTrack track, long offsetTicks) {
        if (track.track().kind() != TrackKind.AUDIO) {
            throw new IllegalArgumentException("kind=" + track.track().kind());
        }
        this.track = track;
        this.offsetTicks = offsetTicks;
    }

    /// Exactly what [#write] will hand out, from sample metadata alone.
    public long sizeBytes(SampleRange range) throws MediaFormatException {
        long size = TimestampTag.BYTES;
        if (range.count() == 0) {
            return size;
        }
        var cursor = track.track().samples().cursor(range.from());
        for (int i = range.from(); i < range.to(); i++) {
            size += track.streamBytes(cursor, false);
            cursor.advance();
        }
        return size;
    }

    /// Makes a segment and hands it to `sink` in pieces, on this thread.
    ///
    /// @param range not empty
    public void write(SampleRange range, PacketSink sink) throws IOException, MediaFormatException {
        var samples = track.track().samples();
        var reader = new SampleReader(samples, track.source(), range);
        var out = ByteBuffer.allocate(WINDOW_BYTES);
        out.put(TimestampTag.write(track.pts(samples.cursor(range.from())) + offsetTicks));
        for (int i = range.from(); i < range.to(); i++) {
            reader.next();
            out = room(out, MuxedTrack.ADTS_BYTES + reader.size(), sink);
            if (track.type() == StreamType.AAC_ADTS) {
                int end = track.putAdts(reader, out.array(), out.position());
                out.position(end);
            }
            out.put(reader.array(), reader.offset(), reader.size());
        }
        sink.write(out.flip());
    }

    private static ByteBuffer room(ByteBuffer out, int bytes, PacketSink sink) throws IOException {
        if (out.remaining() >= bytes) {
            return out;
        }
        sink.write(out.flip());
        return out.capacity() >= bytes ? out.clear() : ByteBuffer.allocate(bytes);
    }
}
