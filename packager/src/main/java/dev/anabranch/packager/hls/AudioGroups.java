package dev.anabranch.packager.hls;

import dev.anabranch.packager.CodecFamily;
import dev.anabranch.packager.Rendition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Audio renditions as HLS groups: one group a codec when every codec offers the same choice, so
/// that a player that lacks a codec still has all languages; otherwise one group of all (4.4.6.1:
/// groups of a type have the same members).
final class AudioGroups {

    private AudioGroups() {}

    /// GROUP-ID to members, in order.
    static Map<String, List<Rendition>> of(List<Rendition> audio) {
        var byCodec = new LinkedHashMap<String, List<Rendition>>();
        for (var rendition : audio) {
            byCodec.merge("audio-" + family(rendition), List.of(rendition), AudioGroups::joined);
        }
        boolean isSameChoice =
                byCodec.values().stream().map(AudioGroups::choice).distinct().count() == 1;
        if (byCodec.size() > 1 && isSameChoice) {
            return byCodec;
        }
        return audio.isEmpty() ? Map.of() : Map.of("audio", audio);
    }

    private static String family(Rendition rendition) {
        return CodecFamily.of(rendition.codecs().getFirst());
    }

    private static Set<String> choice(List<Rendition> group) {
        var names = new TreeSet<String>();
        group.forEach(rendition -> names.add(rendition.label().title()));
        return names;
    }

    private static List<Rendition> joined(List<Rendition> a, List<Rendition> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }
}
