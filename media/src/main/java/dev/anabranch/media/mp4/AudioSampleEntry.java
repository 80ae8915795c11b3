package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Ac3Configuration;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.Eac3Configuration;
import dev.anabranch.media.codec.FlacConfiguration;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.OpusConfiguration;

/// A sample entry of a sound track (ISO/IEC 14496-12, 12.2.3): 20 bytes of fields, then boxes.
///
/// QuickTime's versions 1 and 2 (when `stsd` itself is of version 0) have 16 and 36 bytes more, and
/// keep the configuration in a `wave` box.
final class AudioSampleEntry {

    private static final int VERSION_1_BYTES = 16;
    private static final int VERSION_2_BYTES = 36;
    private static final int MAX_RATE_16_16 = 0xFFFF;

    private AudioSampleEntry() {}

    static SampleEntry parse(Box box, int descriptionVersion) throws MediaFormatException {
        var fields = box.payload();
        int version = fields.u16();
        fields.skip(18);
        if (descriptionVersion == 0 && version == 1) {
            fields.skip(VERSION_1_BYTES);
        } else if (descriptionVersion == 0 && version == 2) {
            fields.skip(VERSION_2_BYTES);
        }
        var where = fields.where();
        var children = Children.of(fields, 1);
        if (SampleEntry.ENCRYPTED.contains(box.type())) {
            return SampleEntry.encrypted(box.type(), TrackKind.AUDIO, children);
        }
        return new SampleEntry(codec(box.type(), children, where));
    }

    private static CodecConfiguration codec(String type, Children children, String where)
            throws MediaFormatException {
        return switch (type) {
            case "mp4a" -> mpegAudio(children, where);
            case "Opus" -> OpusConfiguration.parse(children.require("dOps", where));
            case "fLaC" -> FlacConfiguration.parse(children.require("dfLa", where));
            case "ac-3" -> Ac3Configuration.parse(children.require("dac3", where));
            case "ec-3" -> Eac3Configuration.parse(children.require("dec3", where));
            default -> opaque(type, CodecNames.reason(type, TrackKind.AUDIO));
        };
    }

    /// `mp4a` is whatever the object type in `esds` says.
    private static CodecConfiguration mpegAudio(Children children, String where)
            throws MediaFormatException {
        var record = children.require("esds", where);
        var stream = ElementaryStream.parse(new BoxReader(record, "esds", 0));
        if (stream.isAac()) {
            return AacConfiguration.parse(record);
        }
        if (stream.isMp3()) {
            return Mp3Configuration.parse(record);
        }
        return opaque(
                "mp4a",
                "MPEG-4 audio of object type 0x%02X cannot be carried in HLS"
                        .formatted(stream.objectType()));
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
            case OpusConfiguration opus -> opus.toBytes();
            case FlacConfiguration flac -> flac.toBytes();
            case Ac3Configuration ac3 -> ac3.toBytes();
            case Eac3Configuration eac3 -> eac3.toBytes();
        };
    }
}
