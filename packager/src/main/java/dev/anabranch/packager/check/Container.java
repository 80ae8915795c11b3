package dev.anabranch.packager.check;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What a segment is, by its first bytes.
enum Container {
    FRAGMENTED_MP4,
    TRANSPORT_STREAM,
    PACKED_AUDIO,
    WEBVTT,
    /// TTML, which is not looked into.
    XML,
    UNKNOWN;

    private static final int SYNC_BYTE = 0x47;
    private static final int PACKET_BYTES = 188;
    private static final Set<String> BOXES =
            Set.of(
                    "styp", "ftyp", "moof", "sidx", "moov", "emsg", "prft", "mdat", "free", "skip",
                    "ssix");

    static Container of(byte[] bytes) {
        if (bytes.length < 8) {
            return UNKNOWN;
        }
        if (BOXES.contains(new String(bytes, 4, 4, StandardCharsets.ISO_8859_1))) {
            return FRAGMENTED_MP4;
        }
        if (bytes[0] == SYNC_BYTE
                && (bytes.length <= PACKET_BYTES || bytes[PACKET_BYTES] == SYNC_BYTE)) {
            return TRANSPORT_STREAM;
        }
        var head = new String(bytes, 0, Math.min(16, bytes.length), StandardCharsets.UTF_8);
        if (head.replace("\uFEFF", "").startsWith("WEBVTT")) {
            return WEBVTT;
        }
        if (head.replace("\uFEFF", "").stripLeading().startsWith("<")) {
            return XML;
        }
        int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        boolean isAudio = (first & 0xFFE0) == 0xFFE0 || first == 0x0B77;
        return head.startsWith("ID3") || isAudio ? PACKED_AUDIO : UNKNOWN;
    }
}
