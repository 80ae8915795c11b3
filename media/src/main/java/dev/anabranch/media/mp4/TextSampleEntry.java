package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.TextConfiguration;
import java.nio.ByteBuffer;

/// A sample entry of a text track: `wvtt` and `stpp` (ISO/IEC 14496-30), `tx3g` (3GPP TS 26.245).
final class TextSampleEntry {

    private static final String WEBVTT_HEADER = "WEBVTT";
    private static final String TTML_NAMESPACE = "http://www.w3.org/ns/ttml";
    private static final String IMSC_TEXT = "im1t";
    private static final String IMSC_IMAGE = "im1i";

    private TextSampleEntry() {}

    static SampleEntry parse(Box box) throws MediaFormatException {
        var type = box.type();
        return switch (type) {
            case "wvtt", "tx3g" -> new SampleEntry(new TextConfiguration(type, type));
            case "stpp" -> new SampleEntry(new TextConfiguration(type, ttmlCodec(box.payload())));
            case "enct", "encs" -> encrypted(box);
            default ->
                    SampleEntry.opaque(
                            type, TrackKind.TEXT, CodecNames.reason(type, TrackKind.TEXT));
        };
    }

    private static SampleEntry encrypted(Box box) throws MediaFormatException {
        var reason = Protection.ofEntry(box.type(), Children.of(box.payload(), 0));
        return SampleEntry.opaque(box.type(), TrackKind.TEXT, reason.orElseThrow());
    }

    /// Three strings (namespace, schema location, auxiliary types), then boxes; `mime` has the
    /// codecs parameter when there is one.
    private static String ttmlCodec(BoxReader entry) throws MediaFormatException {
        for (int strings = 0; strings < 3; ) {
            if (entry.u8() == 0) {
                strings++;
            }
        }
        var mime = Children.of(entry, 0).find("mime");
        if (mime.isEmpty()) {
            return "stpp.ttml." + IMSC_TEXT;
        }
        mime.get().skip(4);
        var contentType = Text.untilNul(mime.get().rest());
        return "stpp.ttml." + (contentType.contains(IMSC_IMAGE) ? IMSC_IMAGE : IMSC_TEXT);
    }

    static void write(BoxWriter out, TextConfiguration text) {
        int at = out.begin(text.sampleEntry());
        out.zeros(6).u16(1);
        switch (text.sampleEntry()) {
            case "wvtt" -> {
                int header = out.begin("vttC");
                out.bytes(
                        ByteBuffer.wrap(
                                WEBVTT_HEADER.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                out.end(header);
            }
            case "stpp" -> {
                out.string(TTML_NAMESPACE).string("").string("");
                int mime = out.begin("mime", 0, 0);
                var profile = text.codecString().substring(text.codecString().lastIndexOf('.') + 1);
                out.string("application/ttml+xml;codecs=" + profile);
                out.end(mime);
            }
            default ->
                    throw new IllegalArgumentException(
                            text.sampleEntry() + " text is converted to wvtt before it is written");
        }
        out.end(at);
    }
}
