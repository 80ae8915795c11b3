package dev.anabranch.media.hls;

import java.util.HashSet;
import java.util.List;

/// O27: the specifiers of REQ-VIDEO-LAYOUT are known and disjoint (4.4.6.2).
final class VideoLayoutRule implements MultivariantRule {

    private static final String ID = "O27";
    private static final List<String> CHANNELS = List.of("CH-STEREO", "CH-MONO");
    private static final List<String> PROJECTIONS =
            List.of("PROJ-RECT", "PROJ-EQUI", "PROJ-HEQU", "PROJ-PRIM");
    private static final List<String> ORDINARY = List.of("CH-MONO", "PROJ-RECT");

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        for (var variant : playlist.variants()) {
            checkLayout(
                    variant.stream().reqVideoLayout(),
                    breaches.tag(Variant.TAG, variant),
                    breaches);
        }
    }

    private static void checkLayout(List<String> entries, String where, Breaches breaches) {
        boolean isOrdinary = !entries.isEmpty();
        for (String entry : entries) {
            var kinds = new HashSet<String>();
            for (String specifier : entry.split("/", -1)) {
                isOrdinary &= ORDINARY.contains(specifier);
                String kind = kind(specifier);
                if (kind.isEmpty()) {
                    breaches.must(ID, where, "REQ-VIDEO-LAYOUT has an unknown entry " + entry);
                } else if (!kinds.add(kind)) {
                    breaches.must(ID, where, "REQ-VIDEO-LAYOUT has two of " + kind + ": " + entry);
                }
            }
        }
        if (isOrdinary) {
            breaches.should(ID, where, "REQ-VIDEO-LAYOUT says nothing out of the ordinary");
        }
    }

    private static String kind(String specifier) {
        if (CHANNELS.contains(specifier)) {
            return "CH";
        }
        return PROJECTIONS.contains(specifier) ? "PROJ" : "";
    }
}
