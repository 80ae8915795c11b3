package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// Placeholder until the codec branch lands.
public record Ac3Configuration(byte[] toBytes) implements AudioConfiguration {

    /// Reads the payload of the MP4 box `dac3`.
    public static Ac3Configuration parse(ByteBuffer record) throws MediaFormatException {
        var bytes = new byte[record.remaining()];
        record.duplicate().get(bytes);
        return new Ac3Configuration(bytes);
    }

    @Override
    public int sampleRateHz() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int channels() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelLayout layout() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int samplesPerFrame() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String codecString() {
        return "ac-3";
    }

    @Override
    public String sampleEntry() {
        return "ac-3";
    }
}
