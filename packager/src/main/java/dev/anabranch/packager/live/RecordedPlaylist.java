package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.hls.DateTime;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The media playlist of a stretch of a recording (draft-pantos-hls-rfc8216bis, 4.4.3).
///
/// Written as text without an object for each segment: a day has 43,200.
///
/// @param targetSeconds the target duration that all renditions share
/// @param baseDiscontinuity from which discontinuities are counted
/// @param hasEnded whether nothing will be added
record RecordedPlaylist(
        RecordedStretch stretch,
        RecordedAddresses addresses,
        long targetSeconds,
        int baseDiscontinuity,
        boolean hasEnded) {

    static final Timescale MICROS = new Timescale(1_000_000);

    private static final int BYTES_PER_SEGMENT = 40;

    byte[] media() {
        var out = new PlaylistText(512 + BYTES_PER_SEGMENT * stretch.count());
        header(out);
        var table = stretch.table();
        int spanEnd = stretch.from();
        for (int i = stretch.from(); i < stretch.to(); i++) {
            if (i == spanEnd) {
                spanEnd = stretch.spanEnd(i);
                opening(out, i);
            }
            if (table.sizeBytes(i) == 0) {
                out.text("#EXT-X-GAP\n");
            }
            long start = micros(table.presentedTicks(i));
            out.text("#EXTINF:").micros(micros(table.endTicks(i)) - start).text(",\n");
            out.text(addresses.segment(table.msn(i))).text("\n");
        }
        if (hasEnded) {
            out.text("#EXT-X-ENDLIST\n");
        }
        return out.toBytes();
    }

    private void header(PlaylistText out) {
        out.text("#EXTM3U\n#EXT-X-VERSION:6\n");
        if (stretch.isIndependent()) {
            out.text("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        if (!hasEnded) {
            // Who asks for a range wants to see it from its start, not at the live edge.
            out.text("#EXT-X-START:TIME-OFFSET=0\n");
        }
        out.text("#EXT-X-TARGETDURATION:").number(targetSeconds);
        out.text("\n#EXT-X-MEDIA-SEQUENCE:").number(addresses.mediaSequence(stretch));
        discontinuitySequence(out);
        out.text(hasEnded ? "\n#EXT-X-PLAYLIST-TYPE:VOD\n" : "\n#EXT-X-PLAYLIST-TYPE:EVENT\n");
    }

    private void discontinuitySequence(PlaylistText out) {
        int first = stretch.firstSpan().discontinuity() - baseDiscontinuity;
        if (first > 0) {
            out.text("\n#EXT-X-DISCONTINUITY-SEQUENCE:").number(first);
        }
    }

    /// The first of a span says what it is decoded with, when it was recorded, and that it is no
    /// continuation.
    private void opening(PlaylistText out, int i) {
        discontinuities(out, i);
        map(out, i);
        var wall = Instant.EPOCH.plus(stretch.table().wallMicros(i), ChronoUnit.MICROS);
        out.text("#EXT-X-PROGRAM-DATE-TIME:").text(DateTime.of(wall).text()).text("\n");
    }

    private void discontinuities(PlaylistText out, int i) {
        int before = i == stretch.from() ? stretch.discontinuity(i) : stretch.discontinuity(i - 1);
        for (int d = before; d < stretch.discontinuity(i); d++) {
            out.text("#EXT-X-DISCONTINUITY\n");
        }
    }

    private void map(PlaylistText out, int i) {
        var init = stretch.rendition().inits().get(stretch.table().span(i).init());
        out.text("#EXT-X-MAP:URI=\"").text(addresses.init(init)).text("\"\n");
    }

    /// The playlist of its keyframes, as byte ranges into the segments (4.4.3.6).
    byte[] iFrames(RecordedIFrames pictures) {
        var out = new PlaylistText(512 + 2 * BYTES_PER_SEGMENT * pictures.count());
        out.text("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:");
        out.number(pictures.targetSeconds()).text("\n#EXT-X-MEDIA-SEQUENCE:0");
        discontinuitySequence(out);
        out.text("\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-I-FRAMES-ONLY\n");
        var keyframes = stretch.table().keyframes();
        int spanEnd = stretch.from();
        int before = stretch.from();
        for (int k = 0; k < pictures.count(); k++) {
            int i = keyframes.segment(pictures.keyframe(k));
            if (i >= spanEnd) {
                for (int d = stretch.discontinuity(before); d < stretch.discontinuity(i); d++) {
                    out.text("#EXT-X-DISCONTINUITY\n");
                }
                map(out, i);
                spanEnd = stretch.spanEnd(i);
            }
            before = i;
            out.text("#EXTINF:").micros(pictures.durationMicros(k)).text(",\n#EXT-X-BYTERANGE:");
            out.number(keyframes.sizeBytes(pictures.keyframe(k))).text("@");
            out.number(keyframes.offsetBytes(pictures.keyframe(k))).text("\n");
            out.text(addresses.segment(stretch.table().msn(i))).text("\n");
        }
        return out.text("#EXT-X-ENDLIST\n").toBytes();
    }

    private long micros(long ticks) {
        return stretch.clock().convert(ticks, MICROS, RoundingMode.HALF_UP);
    }
}
