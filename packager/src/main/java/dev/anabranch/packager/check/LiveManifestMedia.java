package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Strictness;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads what a live MPD announces, as it comes: every segment once, against what the MPD says of
/// it and beside those before it in the window. What the MPD itself says is [LiveSurvey]'s to
/// check.
///
/// Owned by one thread, but for [#report].
public final class LiveManifestMedia {

    private final Findings findings = new Findings();
    private final Survey survey;

    private volatile Report report = new Report(List.of(), List.of(), 0, 0, 0);

    /// What a publisher has left out is missing, and a segment has no other way to say so.
    ///
    /// @param resources where segments come from
    public LiveManifestMedia(Resources resources) {
        survey = new Survey(resources, findings, Breach.Severity.SHOULD);
    }

    /// A version of the MPD was answered: fetches what is new in it and whole at `now`. Blocks
    /// while it does.
    ///
    /// @param mpd one that cannot be read is passed over
    /// @param now by the clock of the server, when it answered
    /// @throws IOException when the resources fail as a whole; a resource that fails is a breach
    public void take(String address, byte[] mpd, Instant now) throws IOException {
        try {
            var read = Mpd.parse(mpd, Strictness.LENIENT);
            new DashCheck(survey, Optional.of(now)).media(address, read);
        } catch (MediaFormatException told) {
            return;
        }
        report = survey.report();
    }

    /// What was found in the versions taken so far.
    public Report report() {
        return report;
    }
}
