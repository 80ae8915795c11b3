package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// MPEG audio of any layer: MP3 in `esds` and MPEG-TS, layer II in broadcast streams.
///
/// The box `esds` names only the codec, not rate and channels: those are in each frame's header and
/// in the sample entry. A configuration read from the box alone has them by [#withSound].
///
/// @param descriptor what `esds` holds: objectTypeIndication 0x6B (MPEG-1) or 0x69 (MPEG-2)
/// @param layer 1 to 3
/// @param sampleRateHz 8000 to 48000; 0 until told
/// @param channels 1 or 2; 0 until told
public record Mp3Configuration(
        ElementaryStreamDescriptor descriptor, int layer, int sampleRateHz, int channels)
        implements AudioConfiguration {

    /// objectTypeIndication of ISO/IEC 11172-3, 32 to 48 kHz.
    public static final int MPEG_1 = 0x6B;

    /// objectTypeIndication of ISO/IEC 13818-3, 16 to 24 kHz; MPEG 2.5 goes under it as well.
    public static final int MPEG_2 = 0x69;

    private static final int MPEG_4 = 0x40;

    /// The lowest MPEG-1 rate: below it a frame of layer III has half the samples.
    private static final int MPEG_1_LOWEST_HZ = 32_000;

    private static final int MAX_SAMPLE_RATE_HZ = 48_000;

    public Mp3Configuration {
        if (layer < 1 || layer > 3 || channels < 0 || channels > 2) {
            throw new IllegalArgumentException("layer=" + layer + " channels=" + channels);
        }
        if (sampleRateHz < 0 || sampleRateHz > MAX_SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("sampleRateHz=" + sampleRateHz);
        }
    }

    /// Reads the payload of the box `esds`, its version and flags included. Audio object types 32
    /// to 34 of MPEG-4, which some muxers write for the three layers, tell rate and channels too.
    public static Mp3Configuration parse(ByteBuffer record) throws MediaFormatException {
        var descriptor = ElementaryStreamDescriptor.parse(record);
        return switch (descriptor.objectType()) {
            case MPEG_1, MPEG_2 -> new Mp3Configuration(descriptor, 3, 0, 0);
            case MPEG_4 -> ofMpeg4(descriptor);
            default ->
                    throw MediaFormatException.unsupported(
                            "box esds",
                            "objectTypeIndication %#x is not MPEG audio"
                                    .formatted(descriptor.objectType()));
        };
    }

    /// The configuration of a stream by the header of its first frame.
    public static Mp3Configuration of(MpegAudioHeader header) {
        boolean first = header.version() == MpegAudioHeader.Version.MPEG_1;
        var descriptor =
                new ElementaryStreamDescriptor(first ? MPEG_1 : MPEG_2, 0, 0, 0, Octets.EMPTY);
        return new Mp3Configuration(
                descriptor, header.layer(), header.sampleRateHz(), header.channels());
    }

    /// The payload of `esds`.
    public byte[] toBytes() {
        return descriptor.toBytes();
    }

    /// The same with the rate and channels a sample entry or frame header tells.
    public Mp3Configuration withSound(int rateHz, int channelCount) {
        return new Mp3Configuration(descriptor, layer, rateHz, channelCount);
    }

    @Override
    public ChannelLayout layout() {
        return ChannelLayout.ofChannels(Math.max(1, channels));
    }

    @Override
    public int samplesPerFrame() {
        return switch (layer) {
            case 1 -> 384;
            case 2 -> 1152;
            default -> sampleRateHz == 0 || sampleRateHz >= MPEG_1_LOWEST_HZ ? 1152 : 576;
        };
    }

    @Override
    public boolean decodes(CodecConfiguration other) {
        return other instanceof Mp3Configuration mp3
                && descriptor.decodes(mp3.descriptor)
                && layer == mp3.layer
                && sampleRateHz == mp3.sampleRateHz
                && channels == mp3.channels;
    }

    /// `mp4a.40.34` for layer III, `mp4a.40.33` for layer II. Apple's HLS specification names MP3
    /// so, and hls.js knows it and falls back to `audio/mpeg` where the browser has no MP3 in MP4
    /// (Chromium 156 takes neither this nor `mp4a.6B` in a MediaSource of MP4).
    @Override
    public String codecString() {
        return "mp4a.40." + (31 + layer);
    }

    @Override
    public String sampleEntry() {
        return "mp4a";
    }

    private static Mp3Configuration ofMpeg4(ElementaryStreamDescriptor descriptor)
            throws MediaFormatException {
        var in = new BitReader(descriptor.specific().buffer(), "AudioSpecificConfig");
        int objectType = in.bits(5);
        if (objectType == 31) {
            objectType = 32 + in.bits(6);
        }
        if (objectType < 32 || objectType > 34) {
            throw in.unsupported("audio object type " + objectType + " is not MPEG audio");
        }
        int rate = SamplingFrequency.hz(in.bits(4));
        int channels = in.bits(4);
        if (rate == 0 || rate > MAX_SAMPLE_RATE_HZ || channels < 1 || channels > 2) {
            throw in.malformed(rate + " Hz and " + channels + " channels in MPEG audio");
        }
        return new Mp3Configuration(descriptor, objectType - 31, rate, channels);
    }
}
