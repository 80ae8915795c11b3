package dev.anabranch.client;

import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.ByteRange;
import dev.anabranch.media.hls.MapSection;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.PartialSegment;
import dev.anabranch.media.hls.SegmentTag;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A part or a segment of a playlist, with all that is needed to fetch and to decode it.
///
/// @param msn the media sequence number of the segment
/// @param part its index in the segment; empty for a whole segment
/// @param address absolute
/// @param range which bytes of the resource; empty means all
/// @param duration as the playlist says
/// @param isIndependent whether a decoder may begin here; a whole segment is taken for independent
/// @param isGap whether it cannot be had
/// @param discontinuity the discontinuity number of the segment
/// @param init the init section that holds for it; empty for transport streams
public record MediaPiece(
        long msn,
        OptionalInt part,
        URI address,
        Optional<ByteRange> range,
        Duration duration,
        boolean isIndependent,
        boolean isGap,
        long discontinuity,
        Optional<Init> init) {

    /// An init section.
    public record Init(URI address, Optional<ByteRange> range) {}

    /// What `playlist` has from `from` on, in order: whole segments where it lists no parts.
    ///
    /// @param base the address of the playlist
    /// @throws IllegalArgumentException when a URI of the playlist is no address
    public static List<MediaPiece> after(PlaylistEdge from, MediaPlaylist playlist, URI base) {
        return new Walk(base, from).pieces(playlist);
    }

    /// Goes through a playlist once; tags of earlier segments hold for later ones.
    private static final class Walk {
        private final URI base;
        private final PlaylistEdge from;
        private final List<MediaPiece> pieces = new ArrayList<>();
        private long msn;
        private long discontinuity;
        private @Nullable Init init;

        Walk(URI base, PlaylistEdge from) {
            this.base = base;
            this.from = from;
        }

        List<MediaPiece> pieces(MediaPlaylist playlist) {
            msn = playlist.firstListedSequence();
            discontinuity = playlist.discontinuitySequence();
            for (var segment : playlist.segments()) {
                take(segment.tags());
                if (msn >= from.msn()) {
                    add(segment);
                }
                msn++;
            }
            take(playlist.openSegment());
            addParts(playlist.openParts());
            return pieces;
        }

        private void take(List<SegmentTag> tags) {
            for (var tag : tags) {
                if (tag instanceof dev.anabranch.media.hls.Discontinuity) {
                    discontinuity++;
                }
                if (tag instanceof MapSection section) {
                    init =
                            new Init(
                                    resolve(section.uri()),
                                    Optional.ofNullable(section.byteRange()));
                }
            }
        }

        private void add(MediaSegment segment) {
            if (!segment.parts().isEmpty()) {
                addParts(segment.parts());
                return;
            }
            if (msn == from.msn() && from.partCount() > 0) {
                return;
            }
            pieces.add(
                    new MediaPiece(
                            msn,
                            OptionalInt.empty(),
                            resolve(segment.uri()),
                            Optional.ofNullable(segment.byteRange()),
                            segment.duration().toDuration(),
                            true,
                            segment.isGap(),
                            discontinuity,
                            Optional.ofNullable(init)));
        }

        private void addParts(List<PartialSegment> parts) {
            int first = msn == from.msn() ? from.partCount() : 0;
            for (int i = first; i < parts.size(); i++) {
                var part = parts.get(i);
                pieces.add(
                        new MediaPiece(
                                msn,
                                OptionalInt.of(i),
                                resolve(part.uri()),
                                Optional.ofNullable(part.byteRange()),
                                part.duration().toDuration(),
                                part.isIndependent(),
                                part.isGap(),
                                discontinuity,
                                Optional.ofNullable(init)));
            }
        }

        private URI resolve(String uri) {
            return URI.create(UrlReference.resolve(base.toString(), uri));
        }
    }

    /// Asks for its bytes.
    public Request request(Duration timeout) {
        return Request.media(address, range, timeout);
    }
}
