package dev.anabranch.media.hls;

/// A part of a resource: `<n>[@<o>]` of EXT-X-BYTERANGE (4.4.4.2) and of the BYTERANGE attributes.
///
/// The parser fills in an offset the playlist left out wherever the range before it is in the same
/// playlist; only a delta update can hold a range that [#continues].
///
/// @param length in bytes, at least 0
/// @param offset from the start of the resource, or [#CONTINUES]
public record ByteRange(long length, long offset) {

    /// The offset of a range that starts where the range before it on the same resource ends.
    public static final long CONTINUES = -1;

    public ByteRange {
        if (length < 0 || offset < CONTINUES) {
            throw new IllegalArgumentException("length=" + length + " offset=" + offset);
        }
    }

    public boolean continues() {
        return offset == CONTINUES;
    }

    /// Where the next byte after this range is.
    public long end() {
        return offset + length;
    }

    /// This range with its offset known.
    public ByteRange at(long newOffset) {
        return new ByteRange(length, newOffset);
    }

    static ByteRange parse(LineReader line) throws LineException {
        long length = line.integer();
        if (!line.skip('@')) {
            line.end();
            return new ByteRange(length, CONTINUES);
        }
        long offset = line.integer();
        line.end();
        if (length + offset < 0) {
            throw new LineException("the byte range ends beyond 2^63");
        }
        return new ByteRange(length, offset);
    }

    void write(LineWriter out) {
        out.number(length);
        if (!continues()) {
            out.ascii('@').number(offset);
        }
    }
}
