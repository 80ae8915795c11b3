package dev.anabranch.bench.crowd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/// Where a low-latency playlist ends.
///
/// @param sequence of the segment that grows
/// @param parts how many of it are listed
/// @param newestPart the URI of the last part that is listed, empty when there is none
record LivePosition(long sequence, int parts, String newestPart) {

    static LivePosition of(byte[] body, boolean isGzip) throws IOException {
        var bytes =
                isGzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
        var text = new String(bytes, StandardCharsets.UTF_8);
        long sequence = 0;
        int parts = 0;
        var newest = "";
        for (var line : text.lines().toList()) {
            if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                sequence += Long.parseLong(line.substring(22).strip());
            } else if (line.startsWith("#EXT-X-SKIP:SKIPPED-SEGMENTS=")) {
                sequence += Long.parseLong(line.substring(29).split(",")[0]);
            } else if (line.startsWith("#EXTINF:")) {
                sequence++;
                parts = 0;
            } else if (line.startsWith("#EXT-X-PART:")) {
                parts++;
                int at = line.indexOf("URI=\"") + 5;
                newest = line.substring(at, line.indexOf('"', at));
            }
        }
        return new LivePosition(sequence, parts, newest);
    }
}
