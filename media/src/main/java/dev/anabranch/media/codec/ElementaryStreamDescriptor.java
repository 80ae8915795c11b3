package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.BoxReader;
import dev.anabranch.media.mp4.BoxWriter;
import java.nio.ByteBuffer;

/// The descriptor in the box `esds` (ISO/IEC 14496-14, 5.6; 14496-1, 7.2.6.5).
///
/// ```
/// version, flags(4) ES_Descriptor 03 { ES_ID flags
///   DecoderConfigDescriptor 04 { objectTypeIndication streamType bufferSizeDB maxBitrate avgBitrate
///     DecoderSpecificInfo 05 { ... } }
///   SLConfigDescriptor 06 { 02 } }
/// ```
///
/// @param objectType objectTypeIndication: 0x40 MPEG-4 audio, 0x66 to 0x68 MPEG-2 AAC, 0x69 and
///   0x6B MPEG audio
/// @param bufferBytes bufferSizeDB
/// @param maxBitsPerSecond maxBitrate, 0 when unknown
/// @param averageBitsPerSecond avgBitrate, 0 when it varies or is unknown
/// @param specific DecoderSpecificInfo; empty when there is none
public record ElementaryStreamDescriptor(
        int objectType,
        int bufferBytes,
        long maxBitsPerSecond,
        long averageBitsPerSecond,
        Octets specific) {

    /// Bytes of a DecoderSpecificInfo: far more than any AudioSpecificConfig needs.
    public static final int MAX_SPECIFIC_BYTES = 4096;

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SL_CONFIG = 6;
    private static final int AUDIO_STREAM = 5;

    /// Upstream 0, reserved bit 1.
    private static final int STREAM_TYPE_FLAGS = 1;

    /// Whether they say the same to a decoder: buffer and bit rates are for whoever sends the
    /// stream.
    boolean decodes(ElementaryStreamDescriptor other) {
        return objectType == other.objectType && specific.equals(other.specific);
    }

    private static final int DECODER_CONFIG_BYTES = 13;

    public ElementaryStreamDescriptor {
        if (specific.size() > MAX_SPECIFIC_BYTES) {
            throw new IllegalArgumentException("specific=" + specific.size() + " bytes");
        }
    }

    /// Reads the payload of `esds`, the version and flags included.
    public static ElementaryStreamDescriptor parse(ByteBuffer record) throws MediaFormatException {
        var in = new BoxReader(record, "esds", 0);
        in.skip(4);
        var stream = child(in, ES_DESCRIPTOR);
        stream.skip(2);
        int flags = stream.u8();
        stream.skip((flags & 0x80) != 0 ? 2 : 0);
        stream.skip((flags & 0x40) != 0 ? stream.u8() : 0);
        stream.skip((flags & 0x20) != 0 ? 2 : 0);
        var config = child(stream, DECODER_CONFIG);
        int objectType = config.u8();
        config.skip(1);
        int buffer = config.u24();
        long maximum = config.u32();
        long average = config.u32();
        var specific = Octets.EMPTY;
        if (config.remaining() > 0) {
            specific = specific(child(config, DECODER_SPECIFIC));
        }
        return new ElementaryStreamDescriptor(objectType, buffer, maximum, average, specific);
    }

    /// The payload of `esds`, with descriptor lengths as short as they can be and ES_ID 0 as files
    /// have it (ISO/IEC 14496-14, 3.1.2).
    byte[] toBytes() {
        int specificBytes = specific.isEmpty() ? 0 : size(specific.size());
        int configBytes = DECODER_CONFIG_BYTES + specificBytes;
        var out = new BoxWriter(64).u32(0);
        begin(out, ES_DESCRIPTOR, 3 + size(configBytes) + 3).u16(0).u8(0);
        begin(out, DECODER_CONFIG, configBytes).u8(objectType);
        out.u8(AUDIO_STREAM << 2 | STREAM_TYPE_FLAGS).u24(bufferBytes);
        out.u32(maxBitsPerSecond).u32(averageBitsPerSecond);
        if (!specific.isEmpty()) {
            begin(out, DECODER_SPECIFIC, specific.size()).bytes(specific.buffer());
        }
        return begin(out, SL_CONFIG, 1).u8(2).toByteArray();
    }

    private static Octets specific(BoxReader in) throws MediaFormatException {
        if (in.remaining() > MAX_SPECIFIC_BYTES) {
            throw MediaFormatException.limit(
                    in.where(), "DecoderSpecificInfo size", in.remaining(), MAX_SPECIFIC_BYTES);
        }
        return Octets.copyOf(in.rest());
    }

    /// The descriptor that comes next, which must have `tag`.
    private static BoxReader child(BoxReader in, int tag) throws MediaFormatException {
        int found = in.u8();
        if (found != tag) {
            throw in.malformed("descriptor tag " + found + " is not " + tag);
        }
        int length = 0;
        int octet = 0x80;
        for (int i = 0; i < 4 && (octet & 0x80) != 0; i++) {
            octet = in.u8();
            length = length << 7 | octet & 0x7F;
        }
        // Old QuickTime files give lengths that run past the box; what is there counts.
        int present = Math.min(length, in.remaining());
        long at = in.position();
        return new BoxReader(ByteBuffer.wrap(in.bytes(present)), in.path() + "/" + tag, at);
    }

    private static BoxWriter begin(BoxWriter out, int tag, int length) {
        out.u8(tag);
        for (int shift = 7 * (lengthBytes(length) - 1); shift > 0; shift -= 7) {
            out.u8(0x80 | (length >> shift & 0x7F));
        }
        return out.u8(length & 0x7F);
    }

    /// Bytes of a whole descriptor with `length` bytes inside.
    private static int size(int length) {
        return 1 + lengthBytes(length) + length;
    }

    private static int lengthBytes(int length) {
        return length < 1 << 7 ? 1 : 2;
    }
}
