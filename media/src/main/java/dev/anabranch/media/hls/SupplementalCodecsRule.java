package dev.anabranch.media.hls;

import java.util.List;
import java.util.Map;

/// O27: an enhancement layer has its base layer in CODECS (4.4.6.2).
final class SupplementalCodecsRule implements MultivariantRule {

    private static final String ID = "O27";

    /// The sample entries a layer of this kind can build on.
    private static final Map<String, List<String>> BASES =
            Map.of(
                    "dvh1", List.of("hvc1", "hev1"),
                    "dvhe", List.of("hvc1", "hev1"),
                    "dva1", List.of("avc1", "avc3"),
                    "dvav", List.of("avc1", "avc3"),
                    "dav1", List.of("av01"),
                    "lvc1", List.of("hvc1", "hev1", "avc1", "avc3", "vvc1", "av01"));

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        for (var variant : playlist.variants()) {
            checkStream(variant.stream(), breaches.tag(Variant.TAG, variant), breaches);
        }
        for (var variant : playlist.iFrameVariants()) {
            checkStream(variant.stream(), breaches.tag(IFrameVariant.TAG, variant), breaches);
        }
    }

    private static void checkStream(StreamProperties stream, String where, Breaches breaches) {
        for (String layer : stream.supplementalCodecs()) {
            var bases = BASES.get(sampleEntry(layer));
            boolean hasBase =
                    bases == null
                            ? !stream.codecs().isEmpty()
                            : stream.codecs().stream()
                                    .anyMatch(codec -> bases.contains(sampleEntry(codec)));
            if (!hasBase) {
                breaches.must(ID, where, "CODECS has no base layer for " + layer);
            }
        }
    }

    private static String sampleEntry(String codec) {
        int end = 0;
        while (end < codec.length() && codec.charAt(end) != '.' && codec.charAt(end) != '/') {
            end++;
        }
        return codec.substring(0, end);
    }
}
