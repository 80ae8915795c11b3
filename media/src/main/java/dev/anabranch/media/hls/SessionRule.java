package dev.anabranch.media.hls;

import java.util.Arrays;
import java.util.HashSet;

/// Session data, session keys and steering stand once each (4.4.6.4 to 4.4.6.6).
final class SessionRule implements MultivariantRule {

    private static final String ID = "4.4.6";

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        var seen = new HashSet<Object>();
        for (var datum : playlist.sessionData()) {
            if (!seen.add(Arrays.asList(datum.dataId(), datum.language()))) {
                breaches.must(
                        ID,
                        breaches.tag(SessionData.TAG, datum),
                        "DATA-ID " + datum.dataId() + " is there twice in one language");
            }
        }
        for (var session : playlist.sessionKeys()) {
            if (!seen.add(session)) {
                breaches.must(ID, breaches.tag(SessionKey.TAG, session), "the same key twice");
            }
        }
        if (MediaSegment.all(playlist.tags(), ContentSteering.class).size() > 1) {
            breaches.must(ID, ContentSteering.TAG, "appears more than once");
        }
    }
}
