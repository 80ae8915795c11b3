package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Claim;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.Sample;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.NalUnits;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.Vp9Configuration;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes frames of a stream out of a publisher's messages.
///
/// A message is written once, from the socket's buffer to where the frame stays: the claim is made
/// when the message begins, and what is committed of it is the frame without the tag's header.
/// Belongs to the connection's event loop.
final class Depacketizer {

    /// The track of timed metadata.
    static final int METADATA_TRACK = Publication.MAX_TRACKS;

    /// Larger data messages are left out.
    static final int MAX_METADATA_BYTES = 64 << 10;

    /// What the messages of timed metadata are called as a codec: AMF 0, the name first.
    static final String METADATA_CODEC = "amf0";

    private static final Timescale MILLIS = new Timescale(1000);
    private static final int AGGREGATE_HEADER_BYTES = 11;
    private static final int BACK_POINTER_BYTES = 4;

    private final Publication publication;
    private final IngestCounters counters;
    private final MillisUnwrapper time = new MillisUnwrapper();
    private final Map<Integer, IngestTrack> tracks = new HashMap<>();
    private EncoderMetadata metadata = EncoderMetadata.NONE;
    private boolean hasMetadataTrack;

    Depacketizer(Publication publication, IngestCounters counters) {
        this.publication = publication;
        this.counters = counters;
    }

    /// Where a message of media goes; nowhere when the log has no room for it.
    MessageBody begin(Message message) {
        if (message.sizeBytes() == 0) {
            return MessageBody.IGNORED;
        }
        var claim = publication.claim(message.sizeBytes());
        if (claim == null) {
            counters.droppedMessages++;
            return MessageBody.IGNORED;
        }
        return new MediaBody(this, message, claim);
    }

    /// Takes a whole message of media.
    ///
    /// @param body the bytes of `claim`
    void message(Message message, Claim claim, ByteBuffer body) throws MediaFormatException {
        if (message.type() == MessageType.AGGREGATE) {
            aggregate(message, claim, body);
            return;
        }
        tag(message.type(), message.timestamp(), claim, body);
    }

    /// Takes a data message: `onMetaData` as a hint, all others as timed metadata.
    void metadata(Message message, ByteBuffer body) throws MediaFormatException {
        int start = body.position();
        var values = Amf0Reader.readAll(body, AmfLimits.DEFAULT);
        int first = 0;
        if (!values.isEmpty() && values.getFirst().text().orElse("").equals("@setDataFrame")) {
            first = 1;
            // A marker, 16 bits of length, and the name itself.
            start += 3 + "@setDataFrame".length();
        }
        String name = values.size() > first ? values.get(first).text().orElse("") : "";
        switch (name) {
            case "onMetaData" ->
                    metadata = EncoderMetadata.of(values.subList(first + 1, values.size()));
            case "", "@clearDataFrame", "|RtmpSampleAccess" -> {}
            default -> timed(message, body.slice(start, body.limit() - start));
        }
    }

    EncoderMetadata encoderMetadata() {
        return metadata;
    }

    private void timed(Message message, ByteBuffer body) {
        if (body.remaining() > MAX_METADATA_BYTES) {
            counters.droppedMessages++;
            return;
        }
        if (!hasMetadataTrack) {
            hasMetadataTrack = true;
            var codec =
                    new OpaqueConfiguration(
                            TrackKind.METADATA, METADATA_CODEC, "timed metadata of RTMP");
            publication.describe(new Track(METADATA_TRACK, MILLIS, codec, "und", ""));
        }
        try (var claim = publication.claim(body.remaining())) {
            if (claim == null) {
                counters.droppedMessages++;
                return;
            }
            int size = body.remaining();
            claim.bytes().asByteBuffer().put(body);
            long millis = time.unwrap(message.timestamp());
            claim.commit(new Sample(METADATA_TRACK, millis, millis, 0, true), 0, size);
        }
    }

    /// Several tags in one message, each with a header as in a file (7.1.6): times are told from
    /// the first one's on.
    private void aggregate(Message message, Claim claim, ByteBuffer body)
            throws MediaFormatException {
        long first = -1;
        while (body.remaining() >= AGGREGATE_HEADER_BYTES) {
            int type = body.get() & 0x1F;
            int size = body.getShort() & 0xFFFF;
            size = size << 8 | body.get() & 0xFF;
            long time = (body.getShort() & 0xFFFFL) << 8 | body.get() & 0xFF;
            time |= (body.get() & 0xFFL) << 24;
            body.position(body.position() + 3);
            if (size > body.remaining()) {
                throw MediaFormatException.malformed(
                        "aggregate message at " + body.position(), "a tag of " + size + " bytes");
            }
            first = first < 0 ? time : first;
            int end = body.position() + size;
            long timestamp = message.timestamp() + time - first & 0xFFFF_FFFFL;
            if (size > 0 && (type == MessageType.AUDIO || type == MessageType.VIDEO)) {
                tag(type, timestamp, claim, body.duplicate().limit(end));
            }
            body.position(Math.min(body.limit(), end + BACK_POINTER_BYTES));
        }
    }

    private void tag(int type, long timestamp, Claim claim, ByteBuffer body)
            throws MediaFormatException {
        try {
            var parts = type == MessageType.VIDEO ? VideoTag.read(body) : AudioTag.read(body);
            for (var part : parts) {
                part(part, timestamp, claim, body);
            }
        } catch (MediaFormatException e) {
            // Another track, or a later configuration, may be one we know.
            if (e.fault() != MediaFormatException.Fault.UNSUPPORTED) {
                throw e;
            }
            counters.unsupported(e.getMessage());
        }
    }

    private void part(TagPart part, long timestamp, Claim claim, ByteBuffer body)
            throws MediaFormatException {
        int offset = body.position() + part.offset();
        var bytes = body.slice(offset, part.sizeBytes());
        var track = track(part);
        if (track == null) {
            counters.unsupported("track " + part.track() + " is above " + IngestTrack.MAX_TRACK);
            return;
        }
        switch (part.content()) {
            case CONFIGURATION -> {
                if (CodecRecord.isSeparate(part.codec())) {
                    describe(track.configure(sized(CodecRecord.read(part.codec(), bytes))));
                }
            }
            case TRANSPORT_CONFIGURATION ->
                    describe(track.configure(CodecRecord.readTransport(part.codec(), bytes)));
            case FRAME -> frame(track, new Piece(part, timestamp, claim, offset), bytes);
            case METADATA, END -> counters.notedMessages++;
        }
    }

    /// A track that changes its codec keeps its id.
    private @Nullable IngestTrack track(TagPart part) {
        if (part.track() > IngestTrack.MAX_TRACK) {
            return null;
        }
        int key = 2 * part.track() + (part.codec().isVideo() ? 1 : 0);
        var known = tracks.get(key);
        if (known == null || known.codec() != part.codec()) {
            known = new IngestTrack(part.codec(), part.track());
            tracks.put(key, known);
        }
        return known;
    }

    /// A frame where it lies.
    ///
    /// @param offset in the claim
    private record Piece(TagPart part, long timestamp, Claim claim, int offset) {}

    private void frame(IngestTrack track, Piece piece, ByteBuffer bytes)
            throws MediaFormatException {
        if (!bytes.hasRemaining()) {
            return;
        }
        describe(track.configureBy(bytes));
        if (!track.isDescribed()) {
            counters.droppedMessages++;
            return;
        }
        var sample = track.sample(piece.part(), time.unwrap(piece.timestamp()), bytes);
        boolean hasUnits = track.codec().hasCompositionTime();
        if (hasUnits && track.lengthSize() != 4) {
            repack(sample, NalUnits.lengthPrefixed(bytes, track.lengthSize()));
            return;
        }
        if (hasUnits && !isWhole(bytes)) {
            counters.brokenFrames++;
            return;
        }
        commit(piece.claim(), sample, piece.offset(), bytes.remaining());
    }

    /// Whether the lengths before NAL units lead to the end: who reads the stream need not doubt
    /// it.
    private static boolean isWhole(ByteBuffer frame) {
        int at = frame.position();
        int end = frame.limit();
        while (end - at >= 4) {
            int length = frame.getInt(at);
            if (length < 0 || length > end - at - 4) {
                return false;
            }
            at += 4 + length;
        }
        return at == end;
    }

    private void commit(Claim claim, Sample sample, int offset, int sizeBytes) {
        if (claim.commit(sample, offset, sizeBytes)) {
            counters.frames++;
            return;
        }
        counters.droppedMessages++;
    }

    private void repack(Sample sample, List<ByteBuffer> units) {
        var frame = NalUnits.toLengthPrefixed(units, 4);
        try (var claim = publication.claim(frame.length)) {
            if (claim == null) {
                counters.droppedMessages++;
                return;
            }
            claim.bytes().asByteBuffer().put(frame);
            commit(claim, sample, 0, frame.length);
        }
    }

    private void describe(@Nullable Track track) {
        if (track != null) {
            publication.describe(track);
        }
    }

    /// VP9 does not tell its size in the record; the encoder's metadata does.
    private CodecConfiguration sized(CodecConfiguration codec) {
        return codec instanceof Vp9Configuration vp9 && metadata.hasSize()
                ? vp9.withSize(metadata.width(), metadata.height())
                : codec;
    }
}
