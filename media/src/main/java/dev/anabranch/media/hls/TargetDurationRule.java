package dev.anabranch.media.hls;

/// O2: every EXTINF, rounded, is at most the target duration, which is at least 1 (4.4.3.1).
final class TargetDurationRule implements MediaRule {

    private static final String ID = "O2";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        if (playlist.targetDuration() < 1) {
            breaches.must(
                    ID, MediaPlaylist.TARGET_DURATION, "the target duration must be at least 1");
            return;
        }
        var target = Decimal.of(playlist.targetDuration());
        for (int i = 0; i < playlist.segments().size(); i++) {
            var duration = playlist.segments().get(i).duration();
            // Rounding divides, which takes longer than all else here.
            if (duration.compareTo(target) > 0 && duration.rounded() > playlist.targetDuration()) {
                breaches.must(
                        ID,
                        breaches.segment(i),
                        "EXTINF "
                                + duration
                                + " rounds to more than the target duration "
                                + playlist.targetDuration());
            }
        }
    }
}
