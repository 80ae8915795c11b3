package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.MediaFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads FLV tag by tag while it comes (Adobe Flash Video 10.1, E.2 to E.4): the tags are those of
/// RTMP, Enhanced RTMP v2 included, and so are track ids and times.
///
/// Owned by one thread. Holds one tag.
public final class FlvReader {

    /// A larger tag is refused.
    public static final int MAX_TAG_BYTES = 8 << 20;

    private static final int HEADER_BYTES = 9;
    private static final int MAX_HEADER_BYTES = 1024;
    private static final int TAG_HEADER_BYTES = 11;
    private static final int PREVIOUS_SIZE_BYTES = 4;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int TYPE_BITS = 0x1F;
    private static final int ENCRYPTED = 0x20;

    private final InputStream in;
    private final MillisUnwrapper time = new MillisUnwrapper();
    private final Map<Integer, IngestTrack> tracks = new HashMap<>();
    private final ArrayDeque<MediaFeed.Event> events = new ArrayDeque<>();
    private long position;

    public FlvReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /// The next track or frame; [MediaFeed.End] when there is nothing more, also where the last tag
    /// is cut short. Blocks while `in` does.
    ///
    /// @throws MediaFormatException when it is not FLV, or a tag is malformed or not supported; the
    ///   next call goes on behind that tag
    public MediaFeed.Event next() throws IOException, MediaFormatException {
        if (position == 0) {
            header();
        }
        while (events.isEmpty()) {
            if (!tag()) {
                return new MediaFeed.End();
            }
        }
        return events.removeFirst();
    }

    private void header() throws IOException, MediaFormatException {
        var header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES
                || header[0] != 'F'
                || header[1] != 'L'
                || header[2] != 'V') {
            throw MediaFormatException.malformed("offset 0", "this is not FLV");
        }
        int size = ByteBuffer.wrap(header).getInt(5);
        if (size < HEADER_BYTES || size > MAX_HEADER_BYTES) {
            throw MediaFormatException.limit(
                    "offset 5", "header size", Integer.toUnsignedLong(size), MAX_HEADER_BYTES);
        }
        in.skipNBytes(size - HEADER_BYTES + (long) PREVIOUS_SIZE_BYTES);
        position = (long) size + PREVIOUS_SIZE_BYTES;
    }

    /// Reads one tag; false at the end.
    private boolean tag() throws IOException, MediaFormatException {
        var head = in.readNBytes(TAG_HEADER_BYTES);
        if (head.length < TAG_HEADER_BYTES) {
            return false;
        }
        int size = u24(head, 1);
        var where = "offset " + position;
        if (size > MAX_TAG_BYTES) {
            throw MediaFormatException.limit(where, "tag size", size, MAX_TAG_BYTES);
        }
        var body = in.readNBytes(size);
        if (body.length < size) {
            return false;
        }
        position += (long) TAG_HEADER_BYTES + size + PREVIOUS_SIZE_BYTES;
        try {
            in.skipNBytes(PREVIOUS_SIZE_BYTES);
        } catch (EOFException last) {
            // The size behind the last tag is often left out.
        }
        if ((head[0] & ENCRYPTED) != 0) {
            throw MediaFormatException.unsupported(where, "the tag is encrypted");
        }
        int type = head[0] & TYPE_BITS;
        if (size > 0 && (type == AUDIO || type == VIDEO)) {
            long millis = (head[7] & 0xFFL) << 24 | u24(head, 4);
            media(type == VIDEO, time.unwrap(millis), ByteBuffer.wrap(body));
        }
        return true;
    }

    private static int u24(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] & 0xFF;
    }

    private void media(boolean isVideo, long millis, ByteBuffer body) throws MediaFormatException {
        for (var part : isVideo ? VideoTag.read(body) : AudioTag.read(body)) {
            if (part.track() > IngestTrack.MAX_TRACK) {
                throw MediaFormatException.limit(
                        "offset " + position, "track", part.track(), IngestTrack.MAX_TRACK);
            }
            part(track(part), part, millis, body.slice(part.offset(), part.sizeBytes()));
        }
    }

    private IngestTrack track(TagPart part) {
        int key = 2 * part.track() + (part.codec().isVideo() ? 0 : 1);
        var known = tracks.get(key);
        if (known == null || known.codec() != part.codec()) {
            known = new IngestTrack(part.codec(), part.track());
            tracks.put(key, known);
        }
        return known;
    }

    private void part(IngestTrack track, TagPart part, long millis, ByteBuffer bytes)
            throws MediaFormatException {
        switch (part.content()) {
            case CONFIGURATION -> describe(track.configure(CodecRecord.read(part.codec(), bytes)));
            case TRANSPORT_CONFIGURATION ->
                    describe(track.configure(CodecRecord.readTransport(part.codec(), bytes)));
            case FRAME -> frame(track, part, millis, bytes);
            case METADATA, END -> {}
        }
    }

    private void describe(dev.anabranch.media.@org.jspecify.annotations.Nullable Track track) {
        Optional.ofNullable(track).map(MediaFeed.Described::new).ifPresent(events::add);
    }

    private void frame(IngestTrack track, TagPart part, long millis, ByteBuffer bytes)
            throws MediaFormatException {
        if (bytes.remaining() == 0) {
            return;
        }
        describe(track.configureBy(bytes));
        if (!track.isDescribed()) {
            return;
        }
        if (track.lengthSize() != 4) {
            throw MediaFormatException.unsupported(
                    "offset " + position, "NAL unit lengths of " + track.lengthSize() + " bytes");
        }
        var sample = track.sample(part, millis, bytes);
        var payload =
                Arrays.copyOfRange(
                        bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        events.add(
                new MediaFeed.Sample(
                        new Frame(
                                sample.trackId(),
                                sample.dtsTicks(),
                                sample.ptsTicks(),
                                sample.durationTicks(),
                                sample.isKeyframe(),
                                false,
                                Lease.of(payload))));
    }
}
