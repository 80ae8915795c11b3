package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines both kinds of playlist can begin with (4.4.1, 4.4.2).
final class Header {

    static final String EXTM3U = "EXTM3U";
    static final String VERSION = "EXT-X-VERSION";
    static final String INDEPENDENT_SEGMENTS = "EXT-X-INDEPENDENT-SEGMENTS";

    private Header() {}

    static void write(Playlist playlist, LineWriter out) {
        out.tag(EXTM3U).newLine();
        if (playlist.version() > 1) {
            writeInteger(VERSION, playlist.version(), out);
        }
        if (playlist.hasIndependentSegments()) {
            out.tag(INDEPENDENT_SEGMENTS).newLine();
        }
        writeDefines(playlist.defines(), out);
        writeStart(playlist.start(), out);
    }

    static void writeInteger(String tag, long value, LineWriter out) {
        out.tag(tag).ascii(':').number(value).newLine();
    }

    private static void writeDefines(List<Define> defines, LineWriter out) {
        for (var define : defines) {
            define.write(out);
        }
    }

    private static void writeStart(@Nullable Start start, LineWriter out) {
        if (start != null) {
            start.write(out);
        }
    }
}
