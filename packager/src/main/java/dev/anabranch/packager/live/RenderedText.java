package dev.anabranch.packager.live;

import dev.anabranch.packager.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A playlist or manifest of one moment: rendered when somebody first asks, once, and the same
/// bytes for all who ask. Used by any thread; who asks first does the work, the others wait for it.
public final class RenderedText {

    private final MediaType type;
    private final LongAdder renders;
    private final LongAdder compressions;
    private @Nullable Supplier<byte[]> source;
    private byte @Nullable [] plain;
    private byte @Nullable [] compressed;
    private @Nullable String etag;

    /// @param renders told of each rendering
    /// @param compressions told of each compression
    RenderedText(
            MediaType type, LongAdder renders, LongAdder compressions, Supplier<byte[]> source) {
        this.type = type;
        this.renders = renders;
        this.compressions = compressions;
        this.source = source;
    }

    /// The text; shared, not to be changed.
    public synchronized byte[] bytes() {
        var made = plain;
        if (made == null && source != null) {
            made = source.get();
            renders.increment();
            plain = made;
            source = null;
        }
        return java.util.Objects.requireNonNull(made);
    }

    /// The text as one member of gzip (RFC 1952); shared, not to be changed.
    public synchronized byte[] gzip() {
        var made = compressed;
        if (made == null) {
            made = compress(bytes());
            compressions.increment();
            compressed = made;
        }
        return made;
    }

    /// A strong entity tag in its quotes (RFC 9110, 8.8.3): the same for the same text.
    public synchronized String etag() {
        var made = etag;
        if (made == null) {
            var text = bytes();
            var sum = new CRC32();
            sum.update(text);
            made =
                    '"'
                            + Long.toHexString(sum.getValue())
                            + '-'
                            + Integer.toHexString(text.length)
                            + '"';
            etag = made;
        }
        return made;
    }

    public String mimeType() {
        return type.mimeType();
    }

    private static byte[] compress(byte[] text) {
        var out = new ByteArrayOutputStream(text.length / 4 + 64);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
