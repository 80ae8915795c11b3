package dev.anabranch.media.hls;

import org.jspecify.annotations.Nullable;

/// O12: the distances EXT-X-SERVER-CONTROL promises (4.4.3.8).
final class ServerControlRule implements MediaRule {

    private static final String ID = "O12";
    private static final int SKIP_TARGETS = 6;
    private static final int HOLD_TARGETS = 3;

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var control = playlist.serverControl();
        if (control != null) {
            checkDistances(control, Decimal.of(playlist.targetDuration()), breaches);
        }
    }

    private static void checkDistances(ServerControl control, Decimal target, Breaches breaches) {
        String where = breaches.tag(ServerControl.TAG, control);
        if (isBelow(control.canSkipUntil(), target.times(SKIP_TARGETS))) {
            breaches.must(
                    ID,
                    where,
                    "CAN-SKIP-UNTIL " + control.canSkipUntil() + " is below six target durations");
        }
        if (isBelow(control.holdBack(), target.times(HOLD_TARGETS))) {
            breaches.must(
                    ID,
                    where,
                    "HOLD-BACK " + control.holdBack() + " is below three target durations");
        }
        if (control.canSkipDateRanges() && control.canSkipUntil() == null) {
            breaches.must(ID, where, "CAN-SKIP-DATERANGES requires CAN-SKIP-UNTIL");
        }
    }

    private static boolean isBelow(@Nullable Decimal value, Decimal limit) {
        return value != null && value.compareTo(limit) < 0;
    }
}
