package dev.anabranch.packager.check;

import dev.anabranch.media.hls.DeltaUpdates;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// A server that keeps every rule, as text: segments of 2 s of four parts, PROGRAM-DATE-TIME, skip
/// boundary at 12 s, a window of twenty segments. A test changes the text it makes.
final class ScriptedLive {

    static final String ADDRESS = "http://server/live/a/video-1/index.m3u8";

    private static final int WINDOW = 20;
    private static final int PARTS = 4;
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");
    private static final Map<String, String> FIELDS =
            Map.of(
                    "content-type", "application/vnd.apple.mpegurl",
                    "access-control-allow-origin", "*",
                    "content-encoding", "gzip");

    private long nowNanos;

    /// The whole playlist when `parts` parts of segment `msn` are there.
    static String playlist(long msn, int parts) {
        long first = Math.max(0, msn - WINDOW);
        var text =
                new StringBuilder(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:9
                        #EXT-X-TARGETDURATION:2
                        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,PART-HOLD-BACK=1.5
                        #EXT-X-PART-INF:PART-TARGET=0.5
                        #EXT-X-MEDIA-SEQUENCE:%d
                        #EXT-X-MAP:URI="init-1.mp4"
                        """
                                .formatted(first));
        for (long i = first; i < msn; i++) {
            time(text, i);
            if (msn - i <= 3) {
                parts(text, i, PARTS);
            }
            text.append("#EXTINF:2.00000,\n").append(i).append(".m4s\n");
        }
        time(text, msn);
        parts(text, msn, parts);
        return text.append(
                        "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"%d.%d.m4s\"%n".formatted(msn, parts))
                .toString();
    }

    private static void time(StringBuilder text, long msn) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:%s%n".formatted(START.plusSeconds(2 * msn)));
    }

    private static void parts(StringBuilder text, long msn, int count) {
        for (int i = 0; i < count; i++) {
            text.append(
                    "#EXT-X-PART:DURATION=0.50000,URI=\"%d.%d.m4s\"%s%n"
                            .formatted(msn, i, i == 0 ? ",INDEPENDENT=YES" : ""));
        }
    }

    /// The delta update of that moment, as our own code makes it.
    static String delta(long msn, int parts) {
        return text(DeltaUpdates.skip(parsed(playlist(msn, parts))));
    }

    static MediaPlaylist parsed(String text) {
        try {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return PlaylistParser.parse(bytes, ParseOptions.LENIENT).media();
        } catch (dev.anabranch.media.MediaFormatException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }

    static String text(MediaPlaylist playlist) {
        return new String(playlist.toBytes(), StandardCharsets.UTF_8);
    }

    /// What comes half a second later, to a request for just that part.
    LiveAnswer blocking(long msn, int part, boolean isDelta, String text) {
        return answer(
                new LiveAnswer.Asked(OptionalLong.of(msn), OptionalLong.of(part), isDelta),
                200,
                500,
                text);
    }

    LiveAnswer plain(String text) {
        return answer(LiveAnswer.Asked.PLAIN, 200, 5, text);
    }

    LiveAnswer answer(LiveAnswer.Asked asked, int status, long waitMillis, String text) {
        long sent = nowNanos;
        nowNanos += waitMillis * 1_000_000;
        return new LiveAnswer(
                ADDRESS,
                asked,
                status,
                text.getBytes(StandardCharsets.UTF_8),
                FIELDS,
                sent,
                nowNanos,
                nowNanos);
    }

    static String replaced(String text, String regex, String by) {
        var changed = text.replaceAll(regex, by);
        if (changed.equals(text)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "nothing matches %s", regex));
        }
        return changed;
    }
}
