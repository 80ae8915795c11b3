package dev.anabranch.media.hls;

import dev.anabranch.media.hls.StreamProperties.VideoRange;
import java.util.Map;

/// O26: VIDEO-RANGE fits the codecs (4.4.6.2) and is given everywhere unless all is SDR (authoring
/// specification 9.16).
final class VideoRangeRule implements MultivariantRule {

    private static final String ID = "O26";

    /// What the compatibility brand of a Dolby Vision enhancement says about its base layer.
    private static final Map<String, VideoRange> BRANDS =
            Map.of("db1p", VideoRange.PQ, "db2g", VideoRange.SDR, "db4h", VideoRange.HLG);

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        boolean hasHdr =
                playlist.variants().stream()
                        .anyMatch(variant -> effective(variant.stream()) != VideoRange.SDR);
        for (var variant : playlist.variants()) {
            String where = breaches.tag(Variant.TAG, variant);
            checkStream(variant.stream(), where, breaches);
            boolean isVideo = variant.stream().resolution() != null;
            if (hasHdr && isVideo && variant.stream().videoRange() == null) {
                breaches.should(ID, where, "VIDEO-RANGE is missing where other variants are HDR");
            }
        }
        for (var variant : playlist.iFrameVariants()) {
            checkStream(variant.stream(), breaches.tag(IFrameVariant.TAG, variant), breaches);
        }
    }

    private static void checkStream(StreamProperties stream, String where, Breaches breaches) {
        for (String codec : stream.codecs()) {
            if (isDolbyVisionFive(codec) && effective(stream) != VideoRange.PQ) {
                breaches.must(ID, where, codec + " is PQ, VIDEO-RANGE is " + effective(stream));
            }
        }
        for (String layer : stream.supplementalCodecs()) {
            for (String brand : layer.split("/", -1)) {
                var range = BRANDS.get(brand);
                if (range != null && range != effective(stream)) {
                    breaches.must(
                            ID,
                            where,
                            layer + " is " + range + ", VIDEO-RANGE is " + effective(stream));
                }
            }
        }
    }

    /// Profile 5 has no base layer that anything else could decode, and is always PQ.
    private static boolean isDolbyVisionFive(String codec) {
        return codec.startsWith("dvh1.05.") || codec.startsWith("dvhe.05.");
    }

    private static VideoRange effective(StreamProperties stream) {
        var range = stream.videoRange();
        return range == null ? VideoRange.SDR : range;
    }
}
