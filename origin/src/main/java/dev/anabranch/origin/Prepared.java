package dev.anabranch.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A resource with all of its answer that does not depend on the request: header fields, and for
/// text the bytes, plain and compressed. Immutable but for the time it was last found current,
/// which any thread may move on.
final class Prepared {

    /// Text above this is sent like a segment.
    static final int MAXIMUM_TEXT_BYTES = 8 * 1024 * 1024;

    /// Below this gzip saves no packet.
    private static final int MINIMUM_GZIP_BYTES = 256;

    private static final int FIELDS_WEIGHT = 1024;

    private final Resource resource;
    private final Representation plain;
    private final @Nullable Representation gzip;
    private volatile long checkedNanos;

    private Prepared(
            Resource resource, Representation plain, @Nullable Representation gzip, long nowNanos) {
        this.resource = resource;
        this.plain = plain;
        this.gzip = gzip;
        this.checkedNanos = nowNanos;
    }

    /// Reads the resource's text, if it is one, and compresses it; the caller holds the resource.
    /// May block.
    static Prepared of(Resource resource, String cacheControl, long nowNanos) throws IOException {
        var size = resource.content().sizeBytes();
        if (!resource.kind().isText() || size > MAXIMUM_TEXT_BYTES) {
            var plain = Representation.of(resource, size, null, false, cacheControl);
            return new Prepared(resource, plain, null, nowNanos);
        }
        var bytes = read(resource, (int) size);
        var plain = Representation.of(resource, size, direct(bytes), false, cacheControl);
        var packed = bytes.length < MINIMUM_GZIP_BYTES ? bytes : gzip(bytes);
        var gzip =
                packed.length < bytes.length
                        ? Representation.of(
                                resource, packed.length, direct(packed), true, cacheControl)
                        : null;
        return new Prepared(resource, plain, gzip, nowNanos);
    }

    /// A resource in one form alone.
    static Prepared of(Resource resource, Representation form) {
        return new Prepared(resource, form, null, 0);
    }

    Resource resource() {
        return resource;
    }

    Representation plain() {
        return plain;
    }

    Representation choose(boolean acceptsGzip) {
        return acceptsGzip && gzip != null ? gzip : plain;
    }

    /// Whether the answer needs the resource's sources.
    boolean isInMemory() {
        return plain.bytes() != null;
    }

    boolean isFresh(long nowNanos, long maximumAgeNanos) {
        return nowNanos - checkedNanos <= maximumAgeNanos;
    }

    void foundCurrent(long nowNanos) {
        checkedNanos = nowNanos;
    }

    int weight() {
        var inMemory = isInMemory() ? plain.sizeBytes() + (gzip == null ? 0 : gzip.sizeBytes()) : 0;
        return (int) inMemory + FIELDS_WEIGHT + 64 * resource.content().slices().size();
    }

    private static byte[] read(Resource resource, int size) throws IOException {
        var bytes = ByteBuffer.allocate(size);
        resource.content().writeTo(bytes::put);
        if (bytes.hasRemaining()) {
            throw new IOException("content ended " + bytes.remaining() + " bytes early");
        }
        return bytes.array();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var gzip = new BestGzip(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    /// Outside the heap, so that it goes to the socket without a copy; the garbage collector frees
    /// it.
    static ByteBuf direct(byte[] bytes) {
        var buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(buffer)).asReadOnly();
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
