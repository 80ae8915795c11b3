package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// Placeholder until the codec branch lands.
public record Av1Configuration(byte[] toBytes) implements VideoConfiguration {

    /// Reads the payload of the MP4 box `av1C`.
    public static Av1Configuration parse(ByteBuffer record) throws MediaFormatException {
        var bytes = new byte[record.remaining()];
        record.duplicate().get(bytes);
        return new Av1Configuration(bytes);
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
        return "av01";
    }

    @Override
    public String sampleEntry() {
        return "av01";
    }
}
