package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-KEY (4.4.4.4): how the segments and initialization sections from here on are encrypted,
/// until the next such tag with the same key format.
///
/// @param method one of the constants here, or another's method name, which must not be decrypted
/// @param uri where the key is; null only when `method` is [#NONE]
/// @param iv the initialization vector; null when there is none or it is the sequence number
/// @param keyFormat null means `identity`
/// @param keyFormatVersions null means `1`
/// @param others attributes without meaning here
public record Key(
        String method,
        @Nullable String uri,
        @Nullable HexSequence iv,
        @Nullable String keyFormat,
        @Nullable String keyFormatVersions,
        List<Attribute> others)
        implements SegmentTag {

    public static final String NONE = "NONE";
    public static final String AES_128 = "AES-128";
    public static final String AES_256_GCM = "AES-256-GCM";
    public static final String SAMPLE_AES = "SAMPLE-AES";
    public static final String SAMPLE_AES_CTR = "SAMPLE-AES-CTR";

    /// The key format when the tag names none.
    public static final String IDENTITY = "identity";

    static final String TAG = "EXT-X-KEY";

    private static final int IV_BYTES = 16;

    public Key {
        others = List.copyOf(others);
        if (!method.equals(NONE) && uri == null) {
            throw new IllegalArgumentException("method=" + method + " without a uri");
        }
    }

    /// The end of encryption.
    public static Key none() {
        return new Key(NONE, null, null, null, null, List.of());
    }

    /// A key that is fetched as plain bytes; `iv` null means the media sequence number.
    public static Key identity(String method, String uri, byte @Nullable [] iv) {
        var sequence = iv == null ? null : HexSequence.of(iv);
        return new Key(method, uri, sequence, null, null, List.of());
    }

    /// A key of a DRM system.
    public static Key of(String method, String uri, String keyFormat, String versions) {
        return new Key(method, uri, null, keyFormat, versions, List.of());
    }

    /// The key format, with what absence means.
    public String effectiveKeyFormat() {
        return keyFormat == null ? IDENTITY : keyFormat;
    }

    public boolean isNone() {
        return method.equals(NONE);
    }

    static Key parse(AttributeReader in) throws LineException {
        String method = in.plain("METHOD");
        String uri = in.quotedOrNull("URI");
        HexSequence iv = in.hexOrNull("IV");
        if (!method.equals(NONE) && uri == null) {
            throw new LineException("URI is required unless METHOD is NONE");
        }
        if (iv != null && !iv.text().contains("{$") && iv.sizeBytes() != IV_BYTES) {
            in.tolerate("IV is not a 128-bit number");
        }
        return new Key(
                method,
                uri,
                iv,
                in.quotedOrNull("KEYFORMAT"),
                in.quotedOrNull("KEYFORMATVERSIONS"),
                in.others());
    }

    void write(LineWriter out) {
        write(TAG, out);
    }

    void write(String tag, LineWriter out) {
        out.attributes(tag)
                .plain("METHOD", method)
                .quoted("URI", uri)
                .hex("IV", iv)
                .quoted("KEYFORMAT", keyFormat)
                .quoted("KEYFORMATVERSIONS", keyFormatVersions)
                .others(others)
                .newLine();
    }
}
