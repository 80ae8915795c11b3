package dev.anabranch.packager.check;

import dev.anabranch.packager.MediaType;
import java.util.Locale;
import java.util.Set;

/// What a server says beside the bytes: types (row O32), compression (authoring rule 8.18) and
/// permission for pages of other sites. Files say nothing and keep all of it.
///
/// @param findings where breaches go
record Delivery(Findings findings) {

    private static final int WORTH_COMPRESSING = 1400;

    void manifest(String address, Resources.Fetched fetched) {
        if (fetched.fields().isEmpty()) {
            return;
        }
        boolean isMpd = isMpd(fetched.bytes());
        var allowed =
                isMpd
                        ? Set.of(MediaType.DASH_MANIFEST.mimeType())
                        : Set.of(
                                MediaType.HLS_PLAYLIST.mimeType(),
                                "audio/mpegurl",
                                "application/x-mpegurl");
        type(address, fetched, allowed);
        openness(address, fetched);
        boolean isPlain = fetched.field("content-encoding").isEmpty();
        if (isPlain && fetched.bytes().length >= WORTH_COMPRESSING) {
            findings.should(
                    "gzip",
                    address,
                    "Content-Encoding",
                    "the manifest has %d bytes and is sent without gzip though the request allowed it"
                            .formatted(fetched.bytes().length));
        }
    }

    void media(Part part, Resources.Fetched fetched, Container container, boolean isInit) {
        if (fetched.fields().isEmpty()) {
            return;
        }
        openness(part.address(), fetched);
        type(part.address(), fetched, types(container, isInit));
    }

    private void type(String address, Resources.Fetched fetched, Set<String> allowed) {
        var said = fetched.field("content-type").orElse("nothing");
        var type = said.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!allowed.isEmpty() && !allowed.contains(type)) {
            findings.should(
                    "O32",
                    address,
                    "Content-Type",
                    "is %s, expected is %s".formatted(said, String.join(" or ", sorted(allowed))));
        }
    }

    private void openness(String address, Resources.Fetched fetched) {
        if (fetched.field("access-control-allow-origin").isEmpty()) {
            findings.should(
                    "cors",
                    address,
                    "Access-Control-Allow-Origin",
                    "is missing: pages of other sites cannot play this");
        }
    }

    private static Set<String> types(Container container, boolean isInit) {
        return switch (container) {
            case FRAGMENTED_MP4 ->
                    isInit
                            ? Set.of(
                                    "video/mp4",
                                    "audio/mp4",
                                    "application/mp4",
                                    "video/iso.segment")
                            : Set.of(
                                    "video/mp4",
                                    "audio/mp4",
                                    "application/mp4",
                                    "video/iso.segment",
                                    "audio/iso.segment");
            case TRANSPORT_STREAM -> Set.of(MediaType.TRANSPORT_STREAM.mimeType());
            case WEBVTT -> Set.of(MediaType.WEBVTT.mimeType());
            case PACKED_AUDIO ->
                    Set.of(
                            MediaType.ADTS.mimeType(),
                            MediaType.MPEG_AUDIO.mimeType(),
                            MediaType.AC3.mimeType(),
                            MediaType.EAC3.mimeType(),
                            "audio/aacp");
            case XML, UNKNOWN -> Set.of();
        };
    }

    private static java.util.List<String> sorted(Set<String> types) {
        return types.stream().sorted().toList();
    }

    private static boolean isMpd(byte[] bytes) {
        var head =
                new String(
                        bytes,
                        0,
                        Math.min(bytes.length, 7),
                        java.nio.charset.StandardCharsets.UTF_8);
        return !head.startsWith("#EXTM3U");
    }
}
