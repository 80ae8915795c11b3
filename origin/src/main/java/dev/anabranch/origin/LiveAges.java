package dev.anabranch.origin;

/// How long caches may keep the answers of a rendition (draft-pantos-hls-rfc8216bis, B.1), as
/// values of Cache-Control.
///
/// @param reload of a playlist that was waited for: six target durations
/// @param reloadFailed of the refusal of one: four
/// @param playlist of one that was not waited for: half a target duration
/// @param media of segments and parts: six
/// @param failed of any other refusal: one
record LiveAges(String reload, String reloadFailed, String playlist, String media, String failed) {

    static LiveAges of(long targetDurationSeconds) {
        return new LiveAges(
                age(6 * targetDurationSeconds),
                age(4 * targetDurationSeconds),
                age(targetDurationSeconds / 2),
                age(6 * targetDurationSeconds),
                age(targetDurationSeconds));
    }

    private static String age(long seconds) {
        return "public, max-age=" + seconds;
    }
}
