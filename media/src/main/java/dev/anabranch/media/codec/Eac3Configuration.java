package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// Placeholder until the codec branch lands.
public record Eac3Configuration(byte[] toBytes) implements AudioConfiguration {

    /// Reads the payload of the MP4 box `dec3`.
    public static Eac3Configuration parse(ByteBuffer record) throws MediaFormatException {
        var bytes = new byte[record.remaining()];
        record.duplicate().get(bytes);
        return new Eac3Configuration(bytes);
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
        return "ec-3";
    }

    @Override
    public String sampleEntry() {
        return "ec-3";
    }
}
