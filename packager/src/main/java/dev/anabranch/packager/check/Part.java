package dev.anabranch.packager.check;

import java.util.Optional;

/// A resource or a byte range of one.
///
/// @param address where it is, resolved
/// @param offset of the first byte
/// @param length in bytes, or [#REST]
public record Part(String address, long offset, long length) {

    /// To the end of the resource.
    public static final long REST = -1;

    public Part {
        if (offset < 0 || length < REST) {
            throw new IllegalArgumentException("offset=" + offset + " length=" + length);
        }
    }

    /// All of a resource.
    public static Part whole(String address) {
        return new Part(address, 0, REST);
    }

    static Part of(String address, dev.anabranch.media.hls.ByteRange range) {
        return new Part(address, range.continues() ? 0 : range.offset(), range.length());
    }

    static Part of(dev.anabranch.media.dash.Resource resource) {
        return resource.range()
                .map(range -> of(resource.url(), range))
                .orElse(whole(resource.url()));
    }

    static Part of(String address, dev.anabranch.media.dash.ByteRange range) {
        long length =
                range.last().isPresent() ? range.last().getAsLong() - range.first() + 1 : REST;
        return new Part(address, range.first(), length);
    }

    public boolean isWhole() {
        return offset == 0 && length == REST;
    }

    /// How many of a resource's bytes it names, which may be more than there are.
    Optional<Long> end() {
        return length == REST ? Optional.empty() : Optional.of(offset + length);
    }

    @Override
    public String toString() {
        if (isWhole()) {
            return address;
        }
        return address + " bytes " + offset + "-" + (length == REST ? "" : offset + length - 1);
    }
}
