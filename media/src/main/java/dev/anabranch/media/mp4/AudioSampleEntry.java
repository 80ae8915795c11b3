package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Ac3Configuration;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.Eac3Configuration;
import dev.anabranch.media.codec.ElementaryStreamDescriptor;
import dev.anabranch.media.codec.FlacConfiguration;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.Octets;
import dev.anabranch.media.codec.OpusConfiguration;

/// A sample entry of a sound track (ISO/IEC 14496-12, 12.2.3): 20 bytes of fields, then boxes.
///
/// QuickTime's versions 1 and 2 (when `stsd` itself is of version 0) have 16 and 36 bytes more, and
/// keep the configuration in a `wave` box.
final class AudioSampleEntry {

    private static final int VERSION_1_BYTES = 16;
    private static final int VERSION_2_BYTES = 36;
    private static final int MAX_RATE_16_16 = 0xFFFF;

    private static final int MPEG_4_AUDIO = 0x40;
    private static final int MPEG_2_AAC_MAIN = 0x66;
    private static final int MPEG_2_AAC_LC = 0x67;
    private static final int MPEG_2_AAC_SSR = 0x68;

    private static final ElementaryStreamDescriptor MP3_DESCRIPTOR =
            new ElementaryStreamDescriptor(Mp3Configuration.MPEG_1, 0, 0, 0, Octets.EMPTY);

    private AudioSampleEntry() {}

    /// What the fields say of the sound; the codec's own headers know better where there are any.
    private record Sound(int channels, int rateHz) {}

    static SampleEntry parse(Box box, int descriptionVersion) throws MediaFormatException {
        var sound = fields(box.payload(), descriptionVersion);
        var where = box.payload().where();
        var children = Children.of(box.payload(), 1);
        var protection = Protection.ofEntry(box.type(), children);
        if (protection.isPresent()) {
            return SampleEntry.opaque(box.type(), TrackKind.AUDIO, protection.get());
        }
        return new SampleEntry(codec(box.type(), children, sound, where));
    }

    private static Sound fields(BoxReader box, int descriptionVersion) throws MediaFormatException {
        int version = box.u16();
        box.skip(6);
        int channels = box.u16();
        box.skip(6);
        int rateHz = box.u16();
        box.skip(2);
        if (descriptionVersion == 0 && version == 1) {
            box.skip(VERSION_1_BYTES);
        }
        if (descriptionVersion == 0 && version == 2) {
            box.skip(4);
            rateHz = (int) Double.longBitsToDouble(box.i64());
            channels = box.i32();
            box.skip(VERSION_2_BYTES - 16);
        }
        return new Sound(channels, rateHz);
    }

    private static CodecConfiguration codec(
            String type, Children children, Sound sound, String where) throws MediaFormatException {
        return switch (type) {
            case "mp4a" -> mpegAudio(children, sound, where);
            case ".mp3" -> mp3(new Mp3Configuration(MP3_DESCRIPTOR, 3, 0, 0), sound, where);
            case "Opus" -> OpusConfiguration.parse(children.require("dOps", where));
            case "fLaC" -> FlacConfiguration.parse(children.require("dfLa", where));
            case "ac-3" -> Ac3Configuration.parse(children.require("dac3", where));
            case "ec-3" -> Eac3Configuration.parse(children.require("dec3", where));
            default -> opaque(type, CodecNames.reason(type, TrackKind.AUDIO));
        };
    }

    /// `mp4a` is whatever the object types in `esds` say.
    private static CodecConfiguration mpegAudio(Children children, Sound sound, String where)
            throws MediaFormatException {
        var record = children.require("esds", where);
        var stream = ElementaryStreamDescriptor.parse(record.duplicate());
        return switch (stream.objectType()) {
            case Mp3Configuration.MPEG_1, Mp3Configuration.MPEG_2 ->
                    mp3(Mp3Configuration.parse(record), sound, where);
            case MPEG_4_AUDIO ->
                    isMp3(stream) ? Mp3Configuration.parse(record) : AacConfiguration.parse(record);
            case MPEG_2_AAC_MAIN, MPEG_2_AAC_LC, MPEG_2_AAC_SSR -> AacConfiguration.parse(record);
            default ->
                    opaque(
                            "mp4a",
                            "MPEG-4 audio of object type 0x%02X cannot be carried in HLS"
                                    .formatted(stream.objectType()));
        };
    }

    /// Audio object types 32 to 34 are layers I to III: 31 in 5 bits, then the rest in 6.
    private static boolean isMp3(ElementaryStreamDescriptor stream) {
        if (stream.specific().size() < 2) {
            return false;
        }
        int bits = stream.specific().at(0) << 8 | stream.specific().at(1);
        return bits >> 11 == 31 && (bits >> 5 & 0x3F) <= 2;
    }

    private static CodecConfiguration mp3(Mp3Configuration codec, Sound sound, String where)
            throws MediaFormatException {
        if (sound.rateHz < 8000 || sound.rateHz > 48_000) {
            throw MediaFormatException.malformed(where, "MP3 at " + sound.rateHz + " Hz");
        }
        return codec.withSound(sound.rateHz, Math.clamp(sound.channels, 1, 2));
    }

    private static CodecConfiguration opaque(String type, String reason) {
        return SampleEntry.opaque(type, TrackKind.AUDIO, reason).codec();
    }

    static void write(BoxWriter out, AudioConfiguration codec) {
        int at = out.begin(codec.sampleEntry());
        out.zeros(6).u16(1);
        out.zeros(8).u16(codec.channels()).u16(16).u32(0);
        // The field is 16.16: rates from 65 536 Hz on do not fit, and decoders look elsewhere.
        int rate = codec.sampleRateHz();
        out.u16(rate <= MAX_RATE_16_16 ? rate : 0).u16(0);
        int record = out.begin(configurationBox(codec));
        out.bytes(configuration(codec));
        out.end(record);
        out.end(at);
    }

    private static String configurationBox(AudioConfiguration codec) {
        return switch (codec) {
            case AacConfiguration _, Mp3Configuration _ -> "esds";
            case OpusConfiguration _ -> "dOps";
            case FlacConfiguration _ -> "dfLa";
            case Ac3Configuration _ -> "dac3";
            case Eac3Configuration _ -> "dec3";
        };
    }

    private static byte[] configuration(AudioConfiguration codec) {
        return switch (codec) {
            case AacConfiguration aac -> aac.toBytes();
            case Mp3Configuration mp3 -> mp3.toBytes();
            // Chromium 156 refuses a sample entry, which must say 48000, when dOps says another
            // rate.
            case OpusConfiguration opus -> opus.withDecodedInputRate().toBytes();
            case FlacConfiguration flac -> flac.toBytes();
            case Ac3Configuration ac3 -> ac3.toBytes();
            case Eac3Configuration eac3 -> eac3.toBytes();
        };
    }
}
