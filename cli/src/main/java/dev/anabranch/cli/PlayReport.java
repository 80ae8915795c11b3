package dev.anabranch.cli;

import java.util.List;

/// What `play --headless` measured.
///
/// @param target what was played
/// @param playlists the media playlists that were followed
/// @param lowLatency whether parts were played, by blocking reload
/// @param seconds how long
/// @param holdBackSeconds how far behind the end playing began
/// @param joinMillis from the first request to the first piece that can be decoded
/// @param firstPictureMillis from the first request to the first decoded picture
/// @param latency from the clock in the picture to the moment the picture is shown
/// @param decoded from the clock in the picture to the moment the picture is decoded
/// @param partDelay from the wall clock at the end of a part, as the playlist has it, to the
///   playlist that lists it
/// @param pictures how many were decoded
/// @param unreadable how many of them show no clock
/// @param latePictures how many were decoded after the moment they should have been shown
/// @param stalls how often there was nothing to show
/// @param stalledMillis for how long in all
/// @param pieces how many parts and segments were fetched
/// @param bytes how many bytes those have
/// @param reloads how many playlists were answered
/// @param playlistBytes how many bytes those have, decompressed
/// @param errors what went wrong
record PlayReport(
        String target,
        List<String> playlists,
        boolean lowLatency,
        double seconds,
        double holdBackSeconds,
        double joinMillis,
        double firstPictureMillis,
        Quantiles latency,
        Quantiles decoded,
        Quantiles partDelay,
        int pictures,
        int unreadable,
        int latePictures,
        int stalls,
        double stalledMillis,
        int pieces,
        long bytes,
        int reloads,
        long playlistBytes,
        List<String> errors) {

    boolean isSmooth() {
        return stalls == 0 && errors.isEmpty() && pieces > 0;
    }

    String toText() {
        var text = new StringBuilder();
        errors.forEach(error -> text.append("error: ").append(error).append('\n'));
        text.append(
                """
                %s: %.1f s, %s, %.2f s behind the end
                join           first piece after %.1f ms, first picture after %.1f ms
                latency        %s (glass to glass, as shown)
                decoded        %s (glass to decoder)
                part delay     %s
                pictures       %d, %d without a clock, %d too late
                stalls         %d, %.1f ms in all
                fetched        %d pieces, %s; %d playlists, %s
                """
                        .formatted(
                                target,
                                seconds,
                                lowLatency ? "parts" : "whole segments",
                                holdBackSeconds,
                                joinMillis,
                                firstPictureMillis,
                                latency,
                                decoded,
                                partDelay,
                                pictures,
                                unreadable,
                                latePictures,
                                stalls,
                                stalledMillis,
                                pieces,
                                Amounts.bytes(bytes),
                                reloads,
                                Amounts.bytes(playlistBytes)));
        return text.toString();
    }
}
