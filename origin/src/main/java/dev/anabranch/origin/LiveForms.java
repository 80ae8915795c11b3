package dev.anabranch.origin;

import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Slice;
import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LiveRendition;
import dev.anabranch.packager.live.LiveSegment;
import dev.anabranch.packager.live.RenderedText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Makes what a live stream has ready to be sent: bytes where they lie and header fields, once for
/// all who get the same.
final class LiveForms {

    static final CharSequence PRIORITY = HttpHeaders.createOptimized("priority");

    /// RFC 9218 urgencies as B.1 of draft-pantos-hls-rfc8216bis wants them: playlists before media,
    /// and of media sound first, for a picture can be dropped. The same for every bit rate.
    static final CharSequence PLAYLIST_URGENCY = HttpHeaders.createOptimized("u=1");

    private static final CharSequence SOUND_URGENCY = HttpHeaders.createOptimized("u=2");
    private static final CharSequence MEDIA_URGENCY = HttpHeaders.createOptimized("u=3");

    private LiveForms() {}

    static CharSequence urgency(LiveRendition rendition) {
        return rendition.kind() == TrackKind.AUDIO ? SOUND_URGENCY : MEDIA_URGENCY;
    }

    static MediaType typeOf(LiveRendition rendition) {
        return rendition.isTransportStream() ? MediaType.TRANSPORT_STREAM : MediaType.CMAF_SEGMENT;
    }

    /// A playlist in one of its two forms. The bytes stay in the heap: a compressed playlist is
    /// smaller than what it costs to keep track of memory outside.
    static Prepared text(RenderedText text, boolean isGzip, String cacheControl) {
        var bytes = isGzip ? text.gzip() : text.bytes();
        var resource = resource(text);
        var form =
                Representation.of(
                                resource,
                                bytes.length,
                                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes)),
                                isGzip,
                                cacheControl)
                        .with(PRIORITY, PLAYLIST_URGENCY);
        return Prepared.of(resource, form);
    }

    /// A text in both forms.
    static Prepared text(RenderedText text, String cacheControl) throws IOException {
        return Prepared.of(resource(text), cacheControl, 0);
    }

    private static Resource resource(RenderedText text) {
        var etag = text.etag();
        return new Resource(
                Content.of(MediaType.HLS_PLAYLIST, text.bytes()),
                text.mimeType(),
                Resource.Kind.PLAYLIST,
                etag.substring(1, etag.length() - 1),
                Resource.UNDATED,
                Holder.NOTHING);
    }

    static Prepared part(
            LiveRendition rendition, LiveSegment segment, LivePart part, LiveHolds holds) {
        var etag = segmentTag(segment) + "." + part.index();
        return media(rendition, segment, etag, List.of(part), holds);
    }

    /// @param segment a complete one
    static Prepared segment(LiveRendition rendition, LiveSegment segment, LiveHolds holds) {
        return media(rendition, segment, segmentTag(segment), segment.parts(), holds);
    }

    static Prepared init(byte[] bytes, LiveHolds holds) {
        var resource =
                new Resource(
                        Content.of(MediaType.MP4, bytes),
                        MediaType.MP4.mimeType(),
                        Resource.Kind.SEGMENT,
                        Etag.of(bytes),
                        Resource.UNDATED,
                        Holder.NOTHING);
        var body = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
        return Prepared.of(
                resource,
                Representation.of(resource, bytes.length, body, false, holds.cacheControl())
                        .with(PRIORITY, SOUND_URGENCY));
    }

    /// What all media of a rendition have in common.
    record LiveHolds(String cacheControl, Counters counters) {}

    private static Prepared media(
            LiveRendition rendition,
            LiveSegment segment,
            String etag,
            List<LivePart> parts,
            LiveHolds holds) {
        var type = typeOf(rendition);
        var slices = parts.stream().map(part -> (Slice) new Slice.Memory(part.bytes())).toList();
        var resource =
                new Resource(
                        new Content(type, slices),
                        type.mimeType(),
                        Resource.Kind.SEGMENT,
                        etag,
                        Resource.UNDATED,
                        new LiveHolder(segment, holds.counters()));
        var form =
                Representation.of(
                                resource,
                                resource.content().sizeBytes(),
                                body(parts),
                                false,
                                holds.cacheControl())
                        .with(PRIORITY, urgency(rendition));
        return Prepared.of(resource, form);
    }

    /// The parts where they lie, to be read only while the segment is held. Never released through
    /// the buffer: Vert.x drops buffers of answers that were reset without releasing them.
    static ByteBuf body(List<LivePart> parts) {
        if (parts.size() == 1) {
            return body(parts.getFirst());
        }
        var all = parts.stream().map(LivePart::bytes).toArray(ByteBuffer[]::new);
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Math.max(1, all.length), all));
    }

    static ByteBuf body(LivePart part) {
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(part.bytes()));
    }

    /// The same number of another presentation, an hour later, is another segment.
    private static String segmentTag(LiveSegment segment) {
        return Long.toHexString(segment.programDateTime().toEpochMilli()) + "-" + segment.msn();
    }
}
