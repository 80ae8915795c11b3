package dev.anabranch.client;

import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.Rendition;
import dev.anabranch.media.hls.Variant;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which playlists of a presentation are played: one variant, and the audio rendition that goes
/// with it when it has one of its own.
///
/// @param variant the playlist of the variant
/// @param audio the playlist of its default audio rendition
public record StreamChoice(URI variant, Optional<URI> audio) {

    /// The best variant that fits in `maxBitsPerSecond`, or the least when none does.
    ///
    /// @return empty when there is no variant
    public static Optional<StreamChoice> of(
            MultivariantPlaylist playlist, URI base, long maxBitsPerSecond) {
        var order = Comparator.comparingLong(StreamChoice::bandwidth);
        var fitting =
                playlist.variants().stream()
                        .filter(variant -> bandwidth(variant) <= maxBitsPerSecond)
                        .max(order);
        return fitting.or(() -> playlist.variants().stream().min(order))
                .map(variant -> of(playlist, variant, base));
    }

    /// Every media playlist that `playlist` names, I-frame playlists aside.
    public static List<URI> all(MultivariantPlaylist playlist, URI base) {
        Set<URI> all = new LinkedHashSet<>();
        playlist.variants().forEach(variant -> all.add(resolve(base, variant.uri())));
        for (var rendition : playlist.renditions()) {
            if (rendition.uri() != null) {
                all.add(resolve(base, rendition.uri()));
            }
        }
        return List.copyOf(all);
    }

    private static StreamChoice of(MultivariantPlaylist playlist, Variant variant, URI base) {
        var group = variant.audio();
        var members =
                group == null
                        ? List.<Rendition>of()
                        : playlist.group(Rendition.Type.AUDIO, group).stream()
                                .filter(member -> member.uri() != null)
                                .toList();
        var audio =
                members.stream()
                        .filter(Rendition::isDefault)
                        .findFirst()
                        .or(() -> members.stream().findFirst())
                        .map(Rendition::uri)
                        .map(uri -> resolve(base, uri));
        return new StreamChoice(resolve(base, variant.uri()), audio);
    }

    private static long bandwidth(Variant variant) {
        return variant.stream().bandwidth();
    }

    private static URI resolve(URI base, String uri) {
        return URI.create(UrlReference.resolve(base.toString(), uri));
    }
}
