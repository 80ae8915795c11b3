package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fetches and measures, each segment once: HLS and DASH over the same files share it. Keeps what
/// was measured, not the bytes. Owned by one thread.
final class Survey {

    private final Resources resources;
    private final Findings findings;
    private final Breach.Severity holes;
    private final Delivery delivery;
    private final Map<Part, Optional<InitFacts>> inits = new HashMap<>();
    private final Map<Map.Entry<Part, Optional<Part>>, Optional<SegmentFacts>> segments =
            new Newest<>();
    private final Map<Part, InitFacts> initOf = new Newest<>();
    private int manifests;
    private int found;
    private long bytes;

    /// What is known of the newest segments: a live stream that is followed for days has no end.
    private static final class Newest<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1;
        private static final int MAX = 200_000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX;
        }
    }

    Survey(Resources resources, Findings findings) {
        this(resources, findings, Breach.Severity.MUST);
    }

    /// @param holes what it is that time is missing within a segment
    Survey(Resources resources, Findings findings, Breach.Severity holes) {
        this.resources = resources;
        this.findings = findings;
        this.holes = holes;
        this.delivery = new Delivery(findings);
    }

    Findings findings() {
        return findings;
    }

    Report report() {
        return new Report(findings.breaches(), findings.notes(), manifests, found, bytes);
    }

    /// The bytes of a playlist or MPD.
    Optional<byte[]> manifest(String address, String namedBy) {
        var fetched = fetch(Part.whole(address), namedBy, "");
        fetched.ifPresent(found -> {
            manifests++;
            delivery.manifest(address, found);
        });
        return fetched.map(Resources.Fetched::bytes);
    }

    /// @param namedBy the manifest
    /// @param where the place in it
    Optional<InitFacts> init(Part part, String namedBy, String where) {
        var known = inits.get(part);
        if (known != null) {
            return known;
        }
        var init = fetch(part, namedBy, where).flatMap(fetched -> init(part, fetched));
        inits.put(part, init);
        return init;
    }

    private Optional<InitFacts> init(Part part, Resources.Fetched fetched) {
        delivery.media(part, fetched, Container.FRAGMENTED_MP4, true);
        try {
            return Optional.of(InitFacts.read(part, fetched.bytes()));
        } catch (MediaFormatException broken) {
            findings.must("init-parse", part.toString(), "", String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    /// A segment is decoded with one init segment, whoever names it: media playlists, I-frame
    /// playlists and MPDs must agree.
    void agree(Part segment, Optional<InitFacts> init, String namedBy, String where) {
        if (init.isEmpty()) {
            return;
        }
        var start = new Part(segment.address(), segment.offset(), Part.REST);
        var known = initOf.putIfAbsent(start, init.get());
        if (known != null && !known.decodes(init.get())) {
            findings.must(
                    "init-mismatch",
                    namedBy,
                    where,
                    "the segment comes with %s here, elsewhere with %s, which is another codec configuration"
                            .formatted(init.get().part(), known.part()));
        }
    }

    /// @param isSealed whether it is encrypted as a whole, so that only its size can be known
    Optional<SegmentFacts> segment(
            Part part, Optional<InitFacts> init, boolean isSealed, String namedBy, String where) {
        agree(part, init, namedBy, where);
        var key = Map.entry(part, init.map(InitFacts::part));
        var known = segments.get(key);
        if (known != null) {
            return known;
        }
        var facts =
                fetch(part, namedBy, where).map(fetched -> measure(part, fetched, init, isSealed));
        segments.put(key, facts);
        found += facts.isPresent() ? 1 : 0;
        bytes += facts.map(SegmentFacts::bytes).orElse(0L);
        return facts;
    }

    /// What a segment without an init segment before it begins with.
    ///
    /// @param isFragment whether it is fragmented MP4, which needs one
    /// @param init the one it carries itself
    record Own(boolean isFragment, Optional<InitFacts> init) {}

    /// The init segment within a segment. What is missing is told when the segment is measured.
    Own ownInit(Part part, String namedBy, String where) {
        var bytes = peek(part);
        if (bytes.isEmpty() || Container.of(bytes.get()) != Container.FRAGMENTED_MP4) {
            return new Own(false, Optional.empty());
        }
        boolean hasInit = new String(bytes.get(), StandardCharsets.ISO_8859_1).contains("moov");
        return new Own(true, hasInit ? init(part, namedBy, where) : Optional.empty());
    }

    private Optional<byte[]> peek(Part part) {
        try {
            return resources.fetch(part).map(Resources.Fetched::bytes);
        } catch (IOException toldWhenMeasured) {
            return Optional.empty();
        }
    }

    /// The size of a part, which is not looked into.
    Optional<SegmentFacts> size(Part part, String namedBy, String where) throws IOException {
        return fetch(part, namedBy, where)
                .map(fetched ->
                        SegmentFacts.opaque(fetched.bytes().length, Container.UNKNOWN, List.of()));
    }

    /// Bytes for rules that look for themselves.
    Optional<byte[]> bytes(Part part, String namedBy, String where) {
        return fetch(part, namedBy, where).map(Resources.Fetched::bytes);
    }

    private SegmentFacts measure(
            Part part, Resources.Fetched fetched, Optional<InitFacts> init, boolean isSealed) {
        var content = fetched.bytes();
        var container = Container.of(content);
        if (isSealed) {
            return SegmentFacts.opaque(content.length, Container.UNKNOWN, List.of());
        }
        delivery.media(part, fetched, container, false);
        return switch (container) {
            case FRAGMENTED_MP4 ->
                    init.map(known -> FragmentProbe.measure(content, known, holes))
                            .orElseGet(() -> withoutInit(part, content));
            case TRANSPORT_STREAM -> TransportProbe.measure(content);
            case PACKED_AUDIO -> PackedAudioProbe.measure(content);
            case WEBVTT -> TextProbe.measure(content);
            case XML -> SegmentFacts.opaque(content.length, container, List.of());
            case UNKNOWN ->
                    SegmentFacts.opaque(
                            content.length,
                            container,
                            List.of(
                                    SegmentFacts.Fault.must(
                                            "segment-parse",
                                            "these bytes are no MP4, MPEG-TS, packed audio or WebVTT")));
        };
    }

    private SegmentFacts withoutInit(Part part, byte[] content) {
        findings.note(part + ": not measured, it has no init segment that can be read");
        return SegmentFacts.opaque(content.length, Container.FRAGMENTED_MP4, List.of());
    }

    private Optional<Resources.Fetched> fetch(Part part, String namedBy, String where) {
        if (part.address().startsWith("data:")) {
            findings.note(part.address().substring(0, 5) + " addresses are not read");
            return Optional.empty();
        }
        Optional<Resources.Fetched> fetched;
        try {
            fetched = resources.fetch(part);
        } catch (IOException failed) {
            findings.must(
                    "resource-exists",
                    namedBy,
                    where,
                    part + " cannot be read: " + failed.getMessage());
            return Optional.empty();
        }
        if (fetched.isEmpty()) {
            findings.must("resource-exists", namedBy, where, part.address() + " does not exist");
            return fetched;
        }
        long available = part.offset() + fetched.get().bytes().length;
        if (part.end().isPresent() && part.end().get() > available) {
            findings.must(
                    "range-inside",
                    namedBy,
                    where,
                    "the byte range ends at %d, %s has %d bytes"
                            .formatted(
                                    part.end().get(),
                                    part.address(),
                                    Math.max(available, fetched.get().resourceBytes())));
        }
        return fetched;
    }
}
