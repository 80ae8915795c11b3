package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Ac3Configuration;
import dev.anabranch.media.codec.Ac3Header;
import dev.anabranch.media.codec.Av1Configuration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.Eac3Configuration;
import dev.anabranch.media.codec.Eac3Header;
import dev.anabranch.media.codec.FlacConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.MpegAudioHeader;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.codec.Vp9Configuration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The configuration of each codec as RTMP carries it, read and written.
final class CodecRecord {

    private static final int FLAC_MAGIC = 0x664C_6143;
    private static final int STREAMINFO_BYTES = 34;

    /// The header of the last metadata block, of type STREAMINFO.
    private static final int STREAMINFO_BLOCK = 0x8000_0000 | STREAMINFO_BYTES;

    private static final int FULL_BOX_BYTES = 4;

    /// Tag and length of the AV1 video descriptor of MPEG-TS.
    private static final int AV1_DESCRIPTOR = 0x8004;

    private static final int MAX_SUBSTREAM_FRAMES = 16;

    private CodecRecord() {}

    /// Whether a codec has a sequence start at all; the others tell their configuration in frames.
    static boolean isSeparate(FourCc codec) {
        return codec != FourCc.MP3 && codec != FourCc.AC3 && codec != FourCc.EAC3;
    }

    /// Reads what a sequence start holds.
    static CodecConfiguration read(FourCc codec, ByteBuffer record) throws MediaFormatException {
        return switch (codec) {
            case AVC -> AvcConfiguration.parse(record);
            case HEVC -> HevcConfiguration.parse(record).withSampleEntry("hvc1");
            case AV1 -> Av1Configuration.parse(record);
            case VP9 -> Vp9Configuration.parse(vpcC(record));
            case AAC -> AacConfiguration.ofAudioSpecificConfig(record);
            case OPUS -> OpusConfiguration.parseHead(record);
            case FLAC -> FlacConfiguration.ofMetadata(flac(record));
            case MP3, AC3, EAC3 ->
                    throw MediaFormatException.unsupported(
                            "sequence start", codec.code() + " has none");
        };
    }

    /// Reads the configuration from a descriptor of MPEG-TS, which only AV1 has in RTMP.
    static CodecConfiguration readTransport(FourCc codec, ByteBuffer descriptor)
            throws MediaFormatException {
        if (codec != FourCc.AV1
                || descriptor.remaining() < 6
                || descriptor.getShort(descriptor.position()) != (short) AV1_DESCRIPTOR) {
            throw MediaFormatException.unsupported(
                    "MPEG-2 TS sequence start", "not an AV1 video descriptor");
        }
        return Av1Configuration.parse(descriptor.slice(descriptor.position() + 2, 4));
    }

    /// Reads the configuration from a frame, for codecs that have no sequence start.
    static Optional<CodecConfiguration> ofFrame(FourCc codec, ByteBuffer frame)
            throws MediaFormatException {
        return switch (codec) {
            case MP3 -> Optional.of(Mp3Configuration.of(MpegAudioHeader.parse(frame)));
            case AC3 -> Optional.of(Ac3Configuration.of(Ac3Header.parse(frame)));
            case EAC3 -> Optional.of(Eac3Configuration.of(substreams(frame)));
            case AVC, HEVC, AV1, VP9, AAC, OPUS, FLAC -> Optional.empty();
        };
    }

    /// What a sequence start holds; empty for codecs that have none.
    static Optional<byte[]> write(CodecConfiguration codec) {
        return switch (codec) {
            case AvcConfiguration avc -> Optional.of(avc.toBytes());
            case HevcConfiguration hevc -> Optional.of(hevc.toBytes());
            case Av1Configuration av1 -> Optional.of(av1.toBytes());
            case Vp9Configuration vp9 -> Optional.of(vp9.toBytes());
            case AacConfiguration aac -> Optional.of(aac.audioSpecificConfig().toByteArray());
            case OpusConfiguration opus -> Optional.of(opus.toHead());
            case FlacConfiguration flac -> Optional.of(flac(flac));
            default -> Optional.empty();
        };
    }

    private static byte[] flac(FlacConfiguration flac) {
        var blocks = flac.metadata().toByteArray();
        return ByteBuffer.allocate(4 + blocks.length).putInt(FLAC_MAGIC).put(blocks).array();
    }

    /// FFmpeg 8 sends the content of STREAMINFO alone, without magic and block header.
    private static ByteBuffer flac(ByteBuffer record) {
        if (record.remaining() == STREAMINFO_BYTES) {
            var block = ByteBuffer.allocate(4 + STREAMINFO_BYTES).putInt(STREAMINFO_BLOCK);
            return block.put(record.duplicate()).flip();
        }
        boolean hasMagic = record.remaining() > 4 && record.getInt(record.position()) == FLAC_MAGIC;
        return hasMagic ? record.slice(record.position() + 4, record.remaining() - 4) : record;
    }

    /// The record is written with the version and flags of its box by some, without by others.
    private static ByteBuffer vpcC(ByteBuffer record) {
        boolean isFull =
                record.remaining() > FULL_BOX_BYTES && record.getInt(record.position()) == 1 << 24;
        if (isFull) {
            return record;
        }
        var box = ByteBuffer.allocate(FULL_BOX_BYTES + record.remaining());
        return box.putInt(1 << 24).put(record.duplicate()).flip();
    }

    private static List<Eac3Header> substreams(ByteBuffer frame) throws MediaFormatException {
        List<Eac3Header> headers = new ArrayList<>();
        var rest = frame.slice();
        while (rest.hasRemaining()) {
            if (headers.size() == MAX_SUBSTREAM_FRAMES) {
                throw MediaFormatException.limit(
                        "E-AC-3", "frames of one access unit", headers.size(), headers.size() - 1L);
            }
            var header = Eac3Header.parse(rest.slice());
            headers.add(header);
            if (header.frameBytes() > rest.remaining()) {
                throw MediaFormatException.malformed("E-AC-3", "a frame is cut off");
            }
            rest.position(rest.position() + header.frameBytes());
        }
        return headers;
    }
}
