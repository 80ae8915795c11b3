package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// Placeholder until the codec branch lands.
public record FlacConfiguration(byte[] toBytes) implements AudioConfiguration {

    /// Reads the payload of the MP4 box `dfLa`.
    public static FlacConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var bytes = new byte[record.remaining()];
        record.duplicate().get(bytes);
        return new FlacConfiguration(bytes);
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
        return "fLaC";
    }

    @Override
    public String sampleEntry() {
        return "fLaC";
    }
}
