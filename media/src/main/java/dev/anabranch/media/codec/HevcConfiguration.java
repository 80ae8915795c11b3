package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// Placeholder until the codec branch lands.
public record HevcConfiguration(byte[] toBytes) implements VideoConfiguration {

    /// Reads the payload of the MP4 box `hvcC`.
    public static HevcConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var bytes = new byte[record.remaining()];
        record.duplicate().get(bytes);
        return new HevcConfiguration(bytes);
    }

    @Override
    public int width() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int height() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.anabranch.media.Rational sampleAspectRatio() {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.util.Optional<dev.anabranch.media.Rational> frameRate() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ColourDescription colour() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String codecString() {
        return "hvc1";
    }

    @Override
    public String sampleEntry() {
        return "hvc1";
    }
}
