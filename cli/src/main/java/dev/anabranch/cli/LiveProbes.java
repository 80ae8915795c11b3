package dev.anabranch.cli;

import dev.anabranch.client.Directives;
import dev.anabranch.client.PlaylistEdge;
import dev.anabranch.client.Request;
import dev.anabranch.client.Transport;
import dev.anabranch.client.TransportException;
import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.packager.check.LiveSurvey;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/// Asks a live playlist for what it must refuse (6.2.5.2, 6.2.6).
record LiveProbes(LiveSurvey survey, Transport transport, String playlist) {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_FAR = 4;
    private static final int ADVANCE_PARTS = 3;

    void ask(MediaPlaylist now) {
        var control = now.serverControl();
        try {
            if (control != null && control.canBlockReload()) {
                directives(now);
            }
            if (!now.openParts().isEmpty()) {
                unknownPart(now);
            }
        } catch (TransportException failed) {
            survey.failure(playlist, String.valueOf(failed.getMessage()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void directives(MediaPlaylist now) throws TransportException, InterruptedException {
        var edge = PlaylistEdge.of(now);
        refused(Directives.segment(edge.msn() + TOO_FAR), "a segment more than two ahead");
        refused(
                new Directives(
                        OptionalLong.empty(), OptionalLong.of(0), Directives.Skipping.NOTHING),
                "_HLS_part without _HLS_msn");
        var inf = now.partInf();
        if (inf != null) {
            double seconds = inf.partTarget().toDouble();
            long limit = seconds < 1 ? (long) Math.ceil(ADVANCE_PARTS / seconds) : ADVANCE_PARTS;
            // Some parts come while the question travels.
            long segment = (long) Math.ceil(now.targetDuration() / seconds);
            refused(
                    Directives.part(edge.msn() + 1, limit + 2 * segment),
                    "a part beyond the Advance Part Limit");
        }
    }

    private void refused(Directives directives, String what)
            throws TransportException, InterruptedException {
        var address = directives.on(URI.create(playlist));
        var answer = transport.get(Request.playlist(address, LiveCheck.TIMEOUT));
        survey.refusal("O14", LiveCheck.told(playlist, answer, directives), what, BAD_REQUEST);
    }

    /// A part with the name of a real one and an impossible number.
    private void unknownPart(MediaPlaylist now) throws TransportException, InterruptedException {
        var known = now.openParts().getFirst().uri();
        int end = known.indexOf('?') >= 0 ? known.indexOf('?') : known.length();
        int dot = known.lastIndexOf('.', end);
        var unknown =
                known.substring(0, Math.max(0, dot)) + "999" + known.substring(Math.max(0, dot));
        var address = URI.create(UrlReference.resolve(playlist, unknown));
        var answer = transport.get(Request.media(address, Optional.empty(), LiveCheck.TIMEOUT));
        survey.refusal(
                "O16",
                LiveCheck.told(address.toString(), answer, Directives.NONE),
                "a part that never was",
                NOT_FOUND);
    }
}
