package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.hls.PlaylistRules;
import dev.anabranch.media.hls.Rendition;
import dev.anabranch.media.hls.StreamProperties;
import dev.anabranch.media.hls.Variant;
import java.util.ArrayList;
import java.util.Optional;

/// What `inspect` says of an HLS playlist.
final class PlaylistDescription {

    private PlaylistDescription() {}

    static void describe(byte[] bytes, Description out) throws MediaFormatException {
        var parsed = PlaylistParser.parse(bytes, ParseOptions.LENIENT);
        switch (parsed.playlist()) {
            case MediaPlaylist media -> media(media, out);
            case MultivariantPlaylist multivariant -> multivariant(multivariant, out);
        }
        var warnings = new ArrayList<String>();
        parsed.findings().forEach(one -> warnings.add("line " + one.line() + ": " + one.message()));
        PlaylistRules.check(parsed).forEach(breach -> warnings.add(breach.toString()));
        out.putTexts("warnings", warnings);
    }

    private static void media(MediaPlaylist playlist, Description out) {
        var shortest =
                playlist.segments().stream()
                        .map(one -> one.duration().toDuration())
                        .min(java.time.Duration::compareTo);
        var longest =
                playlist.segments().stream()
                        .map(one -> one.duration().toDuration())
                        .max(java.time.Duration::compareTo);
        out.put("kind", "hls-media")
                .put("version", playlist.version())
                .put("targetSeconds", playlist.targetDuration())
                .put("mediaSequence", playlist.mediaSequence())
                .put("type", Optional.ofNullable(playlist.type()).map(Object::toString))
                .put("isLive", !playlist.hasEnded())
                .put("isIFramesOnly", playlist.isIFramesOnly())
                .put("hasIndependentSegments", playlist.hasIndependentSegments())
                .put("segments", playlist.segments().size())
                .put("seconds", playlist.duration().toDouble());
        shortest.ifPresent(time -> out.putSeconds("shortestSegmentSeconds", time));
        longest.ifPresent(time -> out.putSeconds("longestSegmentSeconds", time));
        out.put(
                "discontinuities",
                playlist.segments().stream().filter(one -> one.hasDiscontinuity()).count());
        out.put(
                "isEncrypted",
                playlist.segments().stream()
                        .flatMap(one -> one.keys().stream())
                        .anyMatch(key -> !key.isNone()));
    }

    private static void multivariant(MultivariantPlaylist playlist, Description out) {
        out.put("kind", "hls-multivariant")
                .put("version", playlist.version())
                .put("hasIndependentSegments", playlist.hasIndependentSegments())
                .putAll(
                        "variants",
                        playlist.variants().stream().map(PlaylistDescription::variant).toList())
                .putAll(
                        "renditions",
                        playlist.renditions().stream().map(PlaylistDescription::rendition).toList())
                .putAll(
                        "iFrameVariants",
                        playlist.iFrameVariants().stream()
                                .map(one -> stream(one.stream(), one.uri()))
                                .toList());
    }

    private static Description variant(Variant variant) {
        return stream(variant.stream(), variant.uri())
                .put(
                        "frameRate",
                        Optional.ofNullable(variant.frameRate()).map(rate -> rate.toDouble()))
                .put("audio", Optional.ofNullable(variant.audio()))
                .put("subtitles", Optional.ofNullable(variant.subtitles()));
    }

    private static Description stream(StreamProperties stream, String uri) {
        return new Description()
                .put("uri", uri)
                .put("bandwidth", stream.bandwidth())
                .put("averageBandwidth", Optional.ofNullable(stream.averageBandwidth()))
                .put("codecs", String.join(",", stream.codecs()))
                .put("resolution", Optional.ofNullable(stream.resolution()).map(Object::toString))
                .put("videoRange", Optional.ofNullable(stream.videoRange()).map(Enum::name));
    }

    private static Description rendition(Rendition rendition) {
        return new Description()
                .put("type", rendition.type().toString())
                .put("group", rendition.groupId())
                .put("name", rendition.name())
                .put("language", Optional.ofNullable(rendition.language()))
                .put("channels", Optional.ofNullable(rendition.channels()))
                .put("isDefault", rendition.isDefault())
                .put("uri", Optional.ofNullable(rendition.uri()));
    }
}
