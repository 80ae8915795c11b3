package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Track;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.media.mp4.SegmentChunk;
import dev.anabranch.media.mp4.SegmentReader;
import dev.anabranch.media.mp4.TrackExtends;
import dev.anabranch.transcode.TrackSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/// Reads a fragmented MP4 of one track as it is written, and gives its frames to a [TrackSink].
/// Used once, by one thread.
///
/// ```
/// ftyp moov | moof mdat | moof mdat | ...
/// ```
public final class FragmentedTrackReader {

    /// A fragment is one frame or a few; a picture of 8K with a lossless codec fits.
    private static final int MAX_FRAGMENT_BYTES = 256 * 1024 * 1024;

    private static final int FIRST_BYTES = 64 * 1024;
    private static final int MOOV = 0x6D6F6F76;

    private final InputStream in;
    private final int trackId;
    private final long offsetSeconds;
    private final TrackSink sink;
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES).flip();
    private long lastDuration = 1;
    private boolean isAtEnd;

    /// @param trackId what the track is called in the plan, whatever it is called in the file
    /// @param offsetSeconds by how much later everything is written than it is meant, so that no
    ///   decode time is negative
    public FragmentedTrackReader(InputStream in, int trackId, long offsetSeconds, TrackSink sink) {
        this.in = in;
        this.trackId = trackId;
        this.offsetSeconds = offsetSeconds;
        this.sink = sink;
    }

    /// Reads to the end.
    ///
    /// @return whether there was a track at all
    /// @throws MediaFormatException when it breaks off within a fragment, or is no fragmented MP4
    /// @throws IOException what the stream or the sink threw
    public boolean read() throws IOException, MediaFormatException {
        int header = headerBytes();
        if (header == 0) {
            return false;
        }
        var bytes = new byte[header];
        buffer.get(bytes);
        var source = track(bytes);
        sink.track(source);
        frames(source);
        sink.end(trackId);
        return true;
    }

    private IndexedTrack track(byte[] header) throws IOException, MediaFormatException {
        var movie = MovieReader.read(ByteSource.of(header));
        if (movie.tracks().size() != 1) {
            throw MediaFormatException.malformed(
                    "box moov", "one track was wanted, there are " + movie.tracks().size());
        }
        var made = movie.tracks().getFirst();
        var track = made.track();
        return new IndexedTrack(
                new Track(
                        trackId, track.timescale(), track.codec(), track.language(), track.name()),
                made.samples(),
                made.configurations(),
                0,
                -1,
                made.rotationDegrees());
    }

    /// Up to the end of `moov`; 0 when the stream ends before its first byte.
    private int headerBytes() throws IOException, MediaFormatException {
        int at = 0;
        while (true) {
            if (!has(at + 8)) {
                if (buffer.remaining() == 0) {
                    return 0;
                }
                throw cutShort("the header");
            }
            long size = buffer.getInt(buffer.position() + at) & 0xFFFF_FFFFL;
            boolean isMovie = buffer.getInt(buffer.position() + at + 4) == MOOV;
            if (size < 8 || size > MAX_FRAGMENT_BYTES) {
                throw MediaFormatException.malformed("offset " + at, "a box of " + size + " bytes");
            }
            at += (int) size;
            if (!has(at)) {
                throw cutShort("the header");
            }
            if (isMovie) {
                return at;
            }
        }
    }

    private void frames(IndexedTrack source) throws IOException, MediaFormatException {
        long offset = offsetSeconds * source.track().timescale().ticksPerSecond();
        // Whatever number the muxer gave it, there is one track.
        var reader = new SegmentReader(Map.of(1, TrackExtends.of(1)));
        while (true) {
            int start = buffer.position();
            var chunk = reader.next(buffer);
            if (chunk.isPresent()) {
                frames(chunk.get(), start, offset);
            } else if (!has(buffer.remaining() + 1)) {
                break;
            }
        }
        if (buffer.hasRemaining() && !isTrailer()) {
            throw cutShort("a fragment");
        }
    }

    private void frames(SegmentChunk chunk, int start, long offset)
            throws IOException, MediaFormatException {
        for (var track : chunk.tracks()) {
            long ticks = track.baseDecodeTicks() - offset;
            for (var sample : track.samples()) {
                // Positions count from the chunk before it was shifted to the buffer's front.
                long at = start + sample.position() - chunk.position();
                if (at < start || sample.sizeBytes() > buffer.position() - at) {
                    throw MediaFormatException.malformed(
                            "box trun", "a sample lies outside its fragment");
                }
                var bytes = new byte[(int) sample.sizeBytes()];
                buffer.get((int) at, bytes);
                lastDuration = sample.durationTicks() > 0 ? sample.durationTicks() : lastDuration;
                sink.frame(
                        new Frame(
                                trackId,
                                ticks,
                                ticks + sample.compositionOffsetTicks(),
                                lastDuration,
                                sample.isSync(),
                                false,
                                Lease.of(bytes)));
                ticks += sample.durationTicks();
            }
        }
    }

    /// What ffmpeg writes behind the last fragment (`mfra`) is whole boxes.
    private boolean isTrailer() {
        int at = buffer.position();
        while (buffer.limit() - at >= 8) {
            int type = buffer.getInt(at + 4);
            if (type == 0x6D6F6F66 || type == 0x6D646174) {
                return false;
            }
            at += Math.max(8, buffer.getInt(at));
        }
        return at == buffer.limit();
    }

    /// Reads until `count` bytes are there; false when the stream ends earlier.
    private boolean has(int count) throws IOException, MediaFormatException {
        if (count > MAX_FRAGMENT_BYTES) {
            throw MediaFormatException.limit(
                    "", "the size of a fragment", count, MAX_FRAGMENT_BYTES);
        }
        while (buffer.remaining() < count) {
            buffer.compact();
            if (!buffer.hasRemaining()) {
                int more = Math.max(count, Math.min(2 * buffer.capacity(), MAX_FRAGMENT_BYTES));
                buffer = ByteBuffer.allocate(more).put(buffer.flip());
            }
            int read = in.read(buffer.array(), buffer.position(), buffer.remaining());
            buffer.position(buffer.position() + Math.max(0, read)).flip();
            if (read < 0) {
                isAtEnd = true;
                return false;
            }
        }
        return true;
    }

    /// Whether the stream has ended, so that what is wrong with it may be just that.
    boolean isAtEnd() {
        return isAtEnd;
    }

    private static MediaFormatException cutShort(String where) {
        return MediaFormatException.malformed(
                "", "the encoder's output breaks off within " + where);
    }
}
