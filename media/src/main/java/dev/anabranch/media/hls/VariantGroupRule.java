package dev.anabranch.media.hls;

import org.jspecify.annotations.Nullable;

/// O24: variants name groups that exist, and agree on having no captions (4.4.6.2).
final class VariantGroupRule implements MultivariantRule {

    private static final String ID = "O24";

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        boolean noCaptions = playlist.variants().stream().anyMatch(Variant::hasNoCaptions);
        for (var variant : playlist.variants()) {
            String where = breaches.tag(Variant.TAG, variant);
            var groups = new Groups(playlist, where, breaches);
            groups.check(Rendition.Type.AUDIO, variant.audio());
            groups.check(Rendition.Type.VIDEO, variant.stream().video());
            groups.check(Rendition.Type.SUBTITLES, variant.subtitles());
            groups.check(Rendition.Type.CLOSED_CAPTIONS, variant.closedCaptions());
            if (noCaptions && !variant.hasNoCaptions()) {
                breaches.must(ID, where, "CLOSED-CAPTIONS=NONE stands at another variant only");
            }
        }
        for (var variant : playlist.iFrameVariants()) {
            new Groups(playlist, breaches.tag(IFrameVariant.TAG, variant), breaches)
                    .check(Rendition.Type.VIDEO, variant.stream().video());
        }
    }

    private record Groups(MultivariantPlaylist playlist, String where, Breaches breaches) {

        void check(Rendition.Type type, @Nullable String groupId) {
            if (groupId != null && playlist.group(type, groupId).isEmpty()) {
                breaches.must(
                        ID, where, "no EXT-X-MEDIA of TYPE=" + type + " is in group " + groupId);
            }
        }
    }
}
