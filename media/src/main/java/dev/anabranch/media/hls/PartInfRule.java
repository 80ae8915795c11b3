package dev.anabranch.media.hls;

import org.jspecify.annotations.Nullable;

/// O11, O12: what a playlist with parts must say about them (4.4.3.7, 4.4.3.8).
final class PartInfRule implements MediaRule {

    private static final int PART_TARGETS = 2;
    private static final int RECOMMENDED_PART_TARGETS = 3;

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var inf = playlist.partInf();
        boolean hasParts = hasParts(playlist);
        if (hasParts && playlist.isIFramesOnly()) {
            breaches.should("O11", PartialSegment.TAG, "an I-frame playlist should have no parts");
        }
        if (inf != null) {
            var control = playlist.serverControl();
            checkHoldBack(
                    control == null ? null : control.partHoldBack(), inf.partTarget(), breaches);
            return;
        }
        if (hasParts) {
            breaches.must("O11", PartInf.TAG, "a playlist with parts must have EXT-X-PART-INF");
        }
    }

    private static boolean hasParts(MediaPlaylist playlist) {
        for (var segment : playlist.segments()) {
            if (!segment.parts().isEmpty()) {
                return true;
            }
        }
        return !playlist.openParts().isEmpty();
    }

    private static void checkHoldBack(
            @Nullable Decimal holdBack, Decimal partTarget, Breaches breaches) {
        if (holdBack == null) {
            breaches.must(
                    "O12", ServerControl.TAG, "PART-HOLD-BACK is required with EXT-X-PART-INF");
            return;
        }
        String text = "PART-HOLD-BACK " + holdBack + " is below ";
        if (holdBack.compareTo(partTarget.times(PART_TARGETS)) < 0) {
            breaches.must("O12", ServerControl.TAG, text + "twice PART-TARGET " + partTarget);
            return;
        }
        if (holdBack.compareTo(partTarget.times(RECOMMENDED_PART_TARGETS)) < 0) {
            breaches.should(
                    "O12", ServerControl.TAG, text + "three times PART-TARGET " + partTarget);
        }
    }
}
