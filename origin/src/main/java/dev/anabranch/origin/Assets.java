package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The scripts, styles and players of the pages, served below an address that names all their
/// bytes, so that caches may keep them for ever and no page mixes two builds. Compressed once;
/// immutable.
final class Assets {

    static final String ROOT = "/assets/";

    private static final String FOREVER = "public, max-age=31536000, immutable";

    /// Ours, always there.
    private static final List<String> OWN =
            List.of(
                    "pages.css",
                    "player.css",
                    "player.js",
                    "engines.js",
                    "edge.js",
                    "keys.js",
                    "copy.js",
                    "live.js",
                    "lives.js",
                    "charts.js",
                    "icon.svg");

    /// Fetched by npm in the build; absent from a build without it.
    private static final List<String> PLAYERS =
            List.of(
                    "hls.mjs",
                    "hls.worker.js",
                    "dash.mjs",
                    "hls.js.LICENSE.txt",
                    "dash.js.LICENSE.txt");

    private static final Map<String, String> TYPES =
            Map.of(
                    "css",
                    "text/css; charset=utf-8",
                    "js",
                    "text/javascript; charset=utf-8",
                    "mjs",
                    "text/javascript; charset=utf-8",
                    "svg",
                    "image/svg+xml",
                    "txt",
                    "text/plain; charset=utf-8");

    private final String path;
    private final Map<String, Prepared> byPath;
    private final boolean hasPlayers;

    private Assets(String path, Map<String, Prepared> byPath, boolean hasPlayers) {
        this.path = path;
        this.byPath = byPath;
        this.hasPlayers = hasPlayers;
    }

    /// Reads and compresses them all; takes some tenths of a second.
    static Assets load(Instant now) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        for (var name : OWN) {
            files.put(
                    name,
                    read(name).orElseThrow(() -> new IOException("missing from the jar: " + name)));
        }
        for (var name : PLAYERS) {
            var bytes = read(name);
            if (bytes.isPresent()) {
                files.put(name, bytes.get());
            }
        }
        var version = Etag.of(files.values().toArray(byte[][]::new));
        var byPath = new LinkedHashMap<String, Prepared>();
        for (var file : files.entrySet()) {
            byPath.put(
                    version + "/" + file.getKey(),
                    prepare(file.getKey(), file.getValue(), version, now));
        }
        return new Assets(ROOT + version + "/", Map.copyOf(byPath), files.containsKey("hls.mjs"));
    }

    /// The address of the folder, with `/` at its end.
    String path() {
        return path;
    }

    boolean hasPlayers() {
        return hasPlayers;
    }

    /// @param pathBelowRoot `{version}/{name}`
    Optional<Prepared> find(String pathBelowRoot) {
        return Optional.ofNullable(byPath.get(pathBelowRoot));
    }

    private static Prepared prepare(String name, byte[] bytes, String version, Instant now)
            throws IOException {
        var type =
                TYPES.getOrDefault(
                        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        var resource =
                new Resource(
                        Content.of(MediaType.MP4, bytes),
                        type,
                        Resource.Kind.TEXT_SEGMENT,
                        version + "-" + name,
                        now,
                        Holder.NOTHING);
        return Prepared.of(resource, FOREVER, 0);
    }

    private static Optional<byte[]> read(String name) throws IOException {
        try (var in = Assets.class.getResourceAsStream("web/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }
}
