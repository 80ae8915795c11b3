package dev.anabranch.packager.check;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where the bytes of a presentation come from: a folder, a server, memory.
///
/// Used by one thread. Addresses are those of the manifests, resolved (RFC 3986, 5.2).
public interface Resources {

    /// More bytes than this are not fetched at once.
    int MAX_BYTES = 256 << 20;

    /// The bytes of `part`; fewer when the resource ends before.
    ///
    /// @return empty when there is no such resource
    /// @throws IOException when it may be there but cannot be read, or exceeds [#MAX_BYTES]
    Optional<Fetched> fetch(Part part) throws IOException;

    /// What was fetched.
    ///
    /// @param bytes of the part asked for; not to be changed
    /// @param resourceBytes how many the whole resource has, -1 when that is not known
    /// @param fields what came with it, names in lower case; empty for files
    @SuppressWarnings("ArrayRecordComponent")
    record Fetched(byte[] bytes, long resourceBytes, Map<String, String> fields) {

        public Fetched {
            fields = Map.copyOf(fields);
        }

        /// A header field, such as `content-type`.
        public Optional<String> field(String name) {
            return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
        }
    }
}
