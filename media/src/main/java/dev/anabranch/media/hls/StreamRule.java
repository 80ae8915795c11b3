package dev.anabranch.media.hls;

import org.jspecify.annotations.Nullable;

/// O23: what a variant says about itself, as far as the text shows it (4.4.6.2).
final class StreamRule implements MultivariantRule {

    private static final String ID = "O23";

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        boolean isScored =
                playlist.variants().stream().anyMatch(variant -> variant.stream().score() != null);
        for (var variant : playlist.variants()) {
            String where = breaches.tag(Variant.TAG, variant);
            checkStream(variant.stream(), where, breaches);
            if (isScored && variant.stream().score() == null) {
                breaches.should(ID, where, "other variants have a SCORE");
            }
            if (variant.stream().codecs().isEmpty()) {
                breaches.should(ID, where, "CODECS is missing");
            }
        }
        for (var variant : playlist.iFrameVariants()) {
            checkStream(variant.stream(), breaches.tag(IFrameVariant.TAG, variant), breaches);
        }
    }

    private static void checkStream(StreamProperties stream, String where, Breaches breaches) {
        if (stream.bandwidth() == 0) {
            breaches.must(ID, where, "BANDWIDTH is missing");
        }
        if (isMore(stream.averageBandwidth(), stream.bandwidth())) {
            breaches.must(ID, where, "AVERAGE-BANDWIDTH exceeds BANDWIDTH");
        }
        for (String entry : stream.allowedCpc()) {
            int colon = entry.indexOf(':');
            if (colon <= 0 || colon == entry.length() - 1) {
                breaches.must(ID, where, "ALLOWED-CPC has no labels after a key format: " + entry);
            }
        }
        checkStableId(stream.stableVariantId(), where, breaches);
    }

    private static void checkStableId(@Nullable String id, String where, Breaches breaches) {
        if (id != null && !id.chars().allMatch(StreamRule::isIdCharacter)) {
            breaches.must(ID, where, "STABLE-VARIANT-ID has characters beyond a-z A-Z 0-9 +/=.-_");
        }
    }

    private static boolean isIdCharacter(int c) {
        return Define.isNameCharacter(c) || "+/=.".indexOf(c) >= 0;
    }

    private static boolean isMore(@Nullable Long value, long limit) {
        return value != null && value > limit;
    }
}
