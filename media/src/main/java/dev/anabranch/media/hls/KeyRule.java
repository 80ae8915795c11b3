package dev.anabranch.media.hls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// O20: which attributes an encryption method allows and needs (4.4.4.4, 4.4.4.5).
final class KeyRule implements MediaRule, MultivariantRule {

    private static final String ID = "O20";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var inForce = new HashMap<String, Key>();
        for (var segment : playlist.segments()) {
            if (!segment.tags().isEmpty()) {
                checkTags(segment.tags(), inForce, breaches);
            }
        }
        checkTags(playlist.openSegment(), inForce, breaches);
    }

    @Override
    public void check(MultivariantPlaylist playlist, Breaches breaches) {
        for (var session : playlist.sessionKeys()) {
            checkKey(session.key(), breaches.tag(SessionKey.TAG, session), breaches);
        }
    }

    private static void checkTags(
            List<SegmentTag> tags, Map<String, Key> inForce, Breaches breaches) {
        for (var tag : tags) {
            if (tag instanceof Key key) {
                checkKey(key, breaches.tag(Key.TAG, key), breaches);
                if (key.isNone()) {
                    inForce.clear();
                } else {
                    inForce.put(key.effectiveKeyFormat(), key);
                }
            }
            if (tag instanceof MapSection map
                    && inForce.values().stream().anyMatch(KeyRule::lacksIv)) {
                breaches.must(
                        ID,
                        breaches.tag(MapSection.TAG, map),
                        "an initialization section encrypted with AES-128 needs a key with IV");
            }
        }
    }

    private static boolean lacksIv(Key key) {
        return key.method().equals(Key.AES_128) && key.iv() == null;
    }

    private static void checkKey(Key key, String where, Breaches breaches) {
        if (key.isNone() && hasMoreThanMethod(key)) {
            breaches.must(ID, where, "METHOD=NONE allows no other attribute");
        }
        boolean forbidsIv =
                key.method().equals(Key.SAMPLE_AES_CTR) || key.method().equals(Key.AES_256_GCM);
        if (forbidsIv && key.iv() != null) {
            breaches.must(ID, where, "METHOD=" + key.method() + " allows no IV");
        }
    }

    private static boolean hasMoreThanMethod(Key key) {
        return key.uri() != null
                || key.iv() != null
                || key.keyFormat() != null
                || key.keyFormatVersions() != null
                || !key.others().isEmpty();
    }
}
