package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.TextConfiguration;
import java.nio.charset.StandardCharsets;

/// A sample entry of a text track: `wvtt` and `stpp` (ISO/IEC 14496-30), `tx3g` (3GPP TS 26.245),
/// `text` (QuickTime).
final class TextSampleEntry {

    /// Style sheets are the longest thing in it.
    static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final String WEBVTT_HEADER = "WEBVTT";
    private static final String TTML_NAMESPACE = "http://www.w3.org/ns/ttml";
    private static final String IMSC_TEXT = "im1t";
    private static final String IMSC_IMAGE = "im1i";

    private TextSampleEntry() {}

    static SampleEntry parse(Box box) throws MediaFormatException {
        var type = box.type();
        return switch (type) {
            case "wvtt" -> new SampleEntry(webVtt(Children.of(box.payload(), 0)));
            case "tx3g", "text" -> new SampleEntry(new TextConfiguration(type, type));
            case "stpp" -> new SampleEntry(new TextConfiguration(type, ttmlCodec(box.payload())));
            case "enct", "encs" -> encrypted(box);
            default ->
                    SampleEntry.opaque(
                            type, TrackKind.TEXT, CodecNames.reason(type, TrackKind.TEXT));
        };
    }

    private static TextConfiguration webVtt(Children children) throws MediaFormatException {
        var header = children.find("vttC");
        if (header.isEmpty()) {
            return new TextConfiguration("wvtt", "wvtt");
        }
        if (header.get().remaining() > MAX_HEADER_BYTES) {
            throw MediaFormatException.limit(
                    header.get().where(),
                    "WebVTT header size",
                    header.get().remaining(),
                    MAX_HEADER_BYTES);
        }
        var text = StandardCharsets.UTF_8.decode(header.get().rest()).toString();
        return new TextConfiguration("wvtt", "wvtt", text);
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
                        (text.header().isEmpty() ? WEBVTT_HEADER : text.header())
                                .getBytes(StandardCharsets.UTF_8));
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
