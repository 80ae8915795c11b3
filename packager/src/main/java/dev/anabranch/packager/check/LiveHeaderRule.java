package dev.anabranch.packager.check;

import dev.anabranch.media.hls.PlaylistType;
import java.util.Objects;

/// O3, O9, O12: what a live playlist says once for all stays. A PART-TARGET or PART-HOLD-BACK that
/// changes ends playback for good in Apple's players.
final class LiveHeaderRule implements LiveRule {

    @Override
    public void check(LiveVersion before, LiveVersion now, Findings findings) {
        var file = now.answer().address();
        var old = before.playlist();
        var playlist = now.playlist();
        if (!Objects.equals(old.partInf(), playlist.partInf())) {
            var was = old.partInf();
            var is = playlist.partInf();
            findings.must(
                    "O3",
                    file,
                    "EXT-X-PART-INF",
                    "PART-TARGET changed from %s to %s"
                            .formatted(
                                    was == null ? "none" : was.partTarget(),
                                    is == null ? "none" : is.partTarget()));
        }
        if (!Objects.equals(old.serverControl(), playlist.serverControl())) {
            findings.must(
                    "O12",
                    file,
                    "EXT-X-SERVER-CONTROL",
                    "changed from %s to %s"
                            .formatted(old.serverControl(), playlist.serverControl()));
        }
        if (playlist.type() == PlaylistType.VOD && !playlist.hasEnded()) {
            findings.must("O9", file, "EXT-X-PLAYLIST-TYPE", "is VOD while the playlist grows");
        }
    }
}
