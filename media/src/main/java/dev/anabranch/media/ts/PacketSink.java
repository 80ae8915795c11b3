package dev.anabranch.media.ts;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes bytes in order; it has used them when it returns, and the buffer is filled anew after.
@FunctionalInterface
public interface PacketSink {
    void write(ByteBuffer bytes) throws IOException;
}
