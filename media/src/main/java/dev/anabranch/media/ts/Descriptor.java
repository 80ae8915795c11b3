package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;

/// A tag and its bytes, attached to a programme or a stream (ISO/IEC 13818-1, 2.6).
@SuppressWarnings("ArrayRecordComponent")
record Descriptor(int tag, byte[] content) {

    static final int REGISTRATION = 0x05;
    static final int LANGUAGE = 0x0A;
    static final int METADATA_POINTER = 0x25;
    static final int METADATA = 0x26;

    private static final int DVB_AC3 = 0x6A;
    private static final int DVB_EAC3 = 0x7A;
    private static final int DVB_DTS = 0x7B;

    /// BCP 47 wants the two-letter code where a language has one.
    private static final Map<String, String> SHORT_CODES = shortCodes();

    /// Reads the descriptors in the body bytes from `from` to `to`.
    static List<Descriptor> parseAll(Section section, int from, int to)
            throws MediaFormatException {
        var descriptors = new ArrayList<Descriptor>();
        int at = from;
        while (at + 2 <= to) {
            var content = new byte[section.u8(at + 1)];
            if (at + 2 + content.length > to) {
                break;
            }
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) section.u8(at + 2 + i);
            }
            descriptors.add(new Descriptor(section.u8(at), content));
            at += 2 + content.length;
        }
        return descriptors;
    }

    static Descriptor registration(String format) {
        return new Descriptor(REGISTRATION, format.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The ISO 639 language of a BCP 47 tag; empty when it is unknown or has no such code.
    static Optional<Descriptor> language(String tag) {
        try {
            var code = Locale.forLanguageTag(tag).getISO3Language();
            if (code.length() != 3 || code.equals("und")) {
                return Optional.empty();
            }
            var content = (code + '\0').getBytes(StandardCharsets.ISO_8859_1);
            return Optional.of(new Descriptor(LANGUAGE, content));
        } catch (MissingResourceException noIsoCode) {
            return Optional.empty();
        }
    }

    /// Says in the programme map that a stream of timed ID3 belongs to programme `number` (Apple,
    /// Timed Metadata for HTTP Live Streaming, 2.3.1).
    static Descriptor id3Pointer(int number) {
        var content = id3(new byte[15]);
        content[12] = 0x1F;
        Section.putU16(content, 13, number);
        return new Descriptor(METADATA_POINTER, content);
    }

    /// Says of a stream that it is timed ID3 (2.3.2 of the same).
    static Descriptor id3Metadata() {
        var content = id3(new byte[13]);
        content[12] = 0x0F;
        return new Descriptor(METADATA, content);
    }

    private static byte[] id3(byte[] content) {
        Section.putU16(content, 0, 0xFFFF);
        System.arraycopy(new byte[] {'I', 'D', '3', ' ', -1, 'I', 'D', '3', ' '}, 0, content, 2, 9);
        return content;
    }

    /// The language of a language descriptor as a BCP 47 tag, or empty for any other.
    Optional<String> languageCode() {
        if (tag != LANGUAGE || content.length < 3) {
            return Optional.empty();
        }
        var code = new String(content, 0, 3, StandardCharsets.ISO_8859_1);
        boolean isCode = code.chars().allMatch(c -> c >= 'a' && c <= 'z');
        return isCode ? Optional.of(SHORT_CODES.getOrDefault(code, code)) : Optional.empty();
    }

    /// What this descriptor says a stream of private data is; [StreamType#OTHER] when nothing.
    StreamType explains() {
        return switch (tag) {
            case DVB_AC3 -> StreamType.AC3;
            case DVB_EAC3 -> StreamType.EAC3;
            case DVB_DTS -> StreamType.DTS;
            case REGISTRATION -> registered();
            default -> StreamType.OTHER;
        };
    }

    private static Map<String, String> shortCodes() {
        var codes = new HashMap<String, String>();
        for (var language : Locale.getISOLanguages()) {
            codes.put(Locale.of(language).getISO3Language(), language);
        }
        // The bibliographic codes, which broadcasters use, of those languages that have two.
        var bibliographic =
                "alb sq arm hy baq eu bur my chi zh cze cs dut nl fre fr geo ka ger de gre el ice is"
                        + " mac mk mao mi may ms per fa rum ro slo sk tib bo wel cy";
        var words = bibliographic.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            codes.put(words[i], words[i + 1]);
        }
        return Map.copyOf(codes);
    }

    private StreamType registered() {
        return switch (format()) {
            case "AC-3" -> StreamType.AC3;
            case "EAC3" -> StreamType.EAC3;
            case "HEVC" -> StreamType.HEVC;
            case "Opus" -> StreamType.OPUS;
            case "DTS1", "DTS2", "DTS3" -> StreamType.DTS;
            case "CUEI" -> StreamType.SCTE35;
            case "ID3 " -> StreamType.ID3;
            default -> StreamType.OTHER;
        };
    }

    /// The registered format identifier; empty when this is no registration.
    String format() {
        return tag == REGISTRATION && content.length >= 4
                ? new String(content, 0, 4, StandardCharsets.ISO_8859_1)
                : "";
    }
}
