package dev.anabranch.live;

import java.net.URI;
import java.util.Optional;

/// Another server's address for publishing, as its users are given it: an address and a key.
///
/// @param streamKey what is put behind the address; empty when the address has it already
public record TargetAddress(URI url, Optional<String> streamKey) {

    /// The address and the key in one.
    public URI whole() {
        if (streamKey.isEmpty()) {
            return url;
        }
        var text = url.toString();
        return URI.create(text + (text.endsWith("/") ? "" : "/") + streamKey.get());
    }

    /// Without the key, which is a secret, and without what stands in for one in the address.
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
