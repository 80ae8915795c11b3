package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParsedPlaylist;
import dev.anabranch.media.hls.Rendition;
import dev.anabranch.media.hls.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A multivariant playlist with all that it names.
///
/// @param renditions by address; empty for what could not be read
record HlsPresentation(
        String address,
        ParsedPlaylist parsed,
        MultivariantPlaylist multivariant,
        Map<String, Optional<HlsRendition>> renditions) {

    static final List<Rule> RULES =
            List.of(
                    new CodecsRule(),
                    new PictureRule(),
                    new BandwidthRule(),
                    new GroupAlignmentRule(),
                    new DiscontinuityRule(),
                    new SpanRule());

    /// One thing asked of the playlists of a presentation together. Rules hold no state.
    interface Rule {
        void check(HlsPresentation presentation, Findings findings);
    }

    /// The media playlist at `uri` of the multivariant playlist.
    Optional<HlsRendition> rendition(String uri) {
        return renditions.getOrDefault(UrlReference.resolve(address, uri), Optional.empty());
    }

    /// The media playlists of a group that have one of their own.
    List<HlsRendition> group(Rendition.Type type, String groupId) {
        var members = new ArrayList<HlsRendition>();
        for (var member : multivariant.group(type, groupId)) {
            if (member.uri() != null) {
                rendition(member.uri()).ifPresent(members::add);
            }
        }
        return members;
    }

    /// Whether every member of a group with a playlist of its own could be measured.
    boolean isWhole(Rendition.Type type, String groupId) {
        return multivariant.group(type, groupId).stream()
                .allMatch(member ->
                        member.uri() == null
                                || rendition(member.uri())
                                        .filter(one -> !one.measured().formats().isEmpty())
                                        .isPresent());
    }

    /// Where a tag stands.
    String where(String tag, Object value) {
        int line = parsed.lines().of(value);
        return line == 0 ? tag : "line " + line + ", " + tag;
    }

    /// The first variant that could be measured.
    Optional<HlsRendition> main() {
        return multivariant.variants().stream()
                .map(Variant::uri)
                .flatMap(uri -> rendition(uri).stream())
                .filter(rendition -> rendition.measured().kind().isPresent())
                .findFirst();
    }

    /// Media time of the first picture or sound.
    Optional<TrackFacts> start() {
        return main().flatMap(rendition ->
                rendition.measured().segments().stream()
                        .flatMap(segment -> segment.main().stream())
                        .findFirst());
    }

    /// The variants whose pictures could be measured, each playlist once.
    List<HlsRendition> video() {
        return multivariant.variants().stream()
                .map(Variant::uri)
                .distinct()
                .flatMap(uri -> rendition(uri).stream())
                .filter(one ->
                        one.measured().kind().filter(kind -> kind == TrackKind.VIDEO).isPresent())
                .toList();
    }
}
