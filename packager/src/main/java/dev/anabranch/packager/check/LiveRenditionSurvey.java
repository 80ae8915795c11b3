package dev.anabranch.packager.check;

import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.Bitrate;
import dev.anabranch.media.hls.DateRange;
import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.DeltaUpdates;
import dev.anabranch.media.hls.Discontinuity;
import dev.anabranch.media.hls.Gap;
import dev.anabranch.media.hls.Key;
import dev.anabranch.media.hls.MapSection;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.PartialSegment;
import dev.anabranch.media.hls.ProgramDateTime;
import dev.anabranch.media.hls.SegmentTag;
import dev.anabranch.media.hls.UnknownTag;
import dev.anabranch.media.hls.UpdateRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of one live media playlist, and what its versions break. Owned by [LiveSurvey].
final class LiveRenditionSurvey {

    private static final int UNAVAILABLE = 503;
    private static final int SHORTEST_BLOCK_TARGETS = 3;

    private final String address;
    private final PlaylistReader reader;
    private final Findings findings;
    private @Nullable LiveVersion current;
    private int versions;

    /// What the next version may excuse.
    private @Nullable Breach late;

    LiveRenditionSurvey(String address, PlaylistReader reader) {
        this.address = address;
        this.reader = reader;
        this.findings = reader.survey().findings();
    }

    Optional<LiveVersion> current() {
        return Optional.ofNullable(current);
    }

    int versions() {
        return versions;
    }

    /// Takes the next answer; they come in the order in which they were asked for.
    void take(LiveAnswer answer) {
        if (!answer.isOk()) {
            refusal(answer);
            return;
        }
        if (versions == 0 || answer.asked().msn().isPresent() && versions == 1) {
            new Delivery(findings).manifest(address, answer.fetched());
        }
        LiveCaching.check(answer, findings);
        var parsed = reader.parse(address, answer.body(), null);
        if (parsed.isEmpty()) {
            return;
        }
        switch (parsed.get().playlist()) {
            case MediaPlaylist media -> take(answer, media);
            case dev.anabranch.media.hls.MultivariantPlaylist _ ->
                    findings.must("playlist-syntax", address, "", "is no media playlist");
        }
    }

    private void take(LiveAnswer answer, MediaPlaylist media) {
        var before = current;
        if (media.skip() != null) {
            skipBoundary(answer, media);
        }
        if (before == null) {
            if (media.skip() != null) {
                findings.must("O15", address, "EXT-X-SKIP", "nobody asked for a delta update");
                return;
            }
            accept(new LiveVersion(media, answer));
            return;
        }
        var whole = DeltaUpdates.merge(before.playlist(), media);
        if (whole.isEmpty()) {
            findings.must(
                    "O15",
                    address,
                    "EXT-X-SKIP",
                    "skips segments that no version had, or more than there were");
            return;
        }
        var now = new LiveVersion(whole.get(), answer);
        if (media.skip() == null) {
            compare(before, now);
            delta(before, now);
        }
        UpdateRules.check(before.playlist(), now.playlist())
                .forEach(breach -> reader.add(address, breach));
        LiveRule.ALL.forEach(rule -> rule.check(before, now, findings));
        pace(before, now);
        accept(now);
    }

    private void pace(LiveVersion before, LiveVersion now) {
        if (before.isSameEdge(now)) {
            return;
        }
        if (LivePaceRule.hasBroken(now)) {
            late = null;
        }
        settle();
        late = LivePaceRule.late(before, now).orElse(null);
    }

    /// Nothing comes any more that could excuse what came late.
    void settle() {
        if (late != null) {
            findings.add(late);
            late = null;
        }
    }

    private void accept(LiveVersion version) {
        current = version;
        versions++;
    }

    /// O15: what is skipped is further from the end than the skip boundary.
    private void skipBoundary(LiveAnswer answer, MediaPlaylist delta) {
        if (!answer.asked().isDelta()) {
            findings.must("O15", address, "EXT-X-SKIP", "nobody asked for a delta update");
        }
        var control = delta.serverControl();
        var boundary = control == null ? null : control.canSkipUntil();
        if (boundary == null) {
            findings.must("O15", address, "EXT-X-SKIP", "without CAN-SKIP-UNTIL");
            return;
        }
        var listed = new LiveVersion(delta, answer).duration();
        // A player that stands right at the boundary still needs the segment that lies across it.
        if (listed.compareTo(boundary) < 0) {
            findings.must(
                    "O15",
                    address,
                    "EXT-X-SKIP",
                    "%s s are left, segments nearer to the end than CAN-SKIP-UNTIL=%s are skipped"
                            .formatted(listed, boundary));
        }
    }

    /// O15: the versions that were put together are those the server has.
    private void compare(LiveVersion merged, LiveVersion full) {
        if (!merged.answer().asked().isDelta() || !merged.isSameEdge(full)) {
            return;
        }
        var mine = merged.playlist().segments();
        var theirs = full.playlist().segments();
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            if (!essence(mine.get(i)).equals(essence(theirs.get(i)))) {
                findings.must(
                        "O15",
                        address,
                        "media sequence number " + (full.playlist().firstListedSequence() + i),
                        "is not the same after delta updates as in the whole playlist");
                return;
            }
        }
    }

    /// Without what may stand at an earlier segment as well.
    private static MediaSegment essence(MediaSegment segment) {
        return segment.withTags(
                segment.tags().stream().filter(LiveRenditionSurvey::belongsToSegment).toList());
    }

    private static boolean belongsToSegment(SegmentTag tag) {
        return switch (tag) {
            case Bitrate _, DateRange _, Key _, MapSection _, ProgramDateTime _, UnknownTag _ ->
                    false;
            case Discontinuity _, Gap _, PartialSegment _ -> true;
        };
    }

    /// O15: a server that can skip does when it is asked to.
    private void delta(LiveVersion before, LiveVersion now) {
        var control = now.playlist().serverControl();
        if (!now.answer().asked().isDelta()
                || control == null
                || control.canSkipUntil() == null
                || now.playlist().hasEnded()) {
            return;
        }
        var segments = now.playlist().segments();
        var boundary = control.canSkipUntil();
        var beyond =
                segments.isEmpty()
                        ? Decimal.ZERO
                        : LivePartsRule.fromEnd(now.playlist().firstListedSequence(), now);
        if (beyond.compareTo(boundary.plus(now.targets(1))) >= 0 && !before.isSameEdge(now)) {
            findings.should(
                    "O15",
                    address,
                    now.answer().asked().toString(),
                    "the whole playlist came, though %s s lie behind the first segment"
                            .formatted(beyond));
        }
    }

    /// O13, O14: a blocking request is refused only when three target durations are over.
    private void refusal(LiveAnswer answer) {
        var version = current;
        boolean isPatient =
                version != null
                        && answer.status() == UNAVAILABLE
                        && answer.waitNanos() + LivePaceRule.SLACK.toNanos()
                                >= version.targetNanos(SHORTEST_BLOCK_TARGETS);
        if (isPatient) {
            findings.note(
                    "%s: %s was answered with 503 after %s"
                            .formatted(
                                    address, answer.asked(), Clocks.seconds(answer.waitNanos())));
            return;
        }
        findings.must(
                "O13",
                address,
                answer.asked().toString(),
                "was answered with %d after %s"
                        .formatted(answer.status(), Clocks.seconds(answer.waitNanos())));
    }

    /// O17: what this playlist says of `other`, whose newest version is known.
    void report(LiveRenditionSurvey other) {
        var version = current;
        if (version == null || version.playlist().partInf() == null) {
            return;
        }
        var reports = version.playlist().renditionReports();
        var report =
                reports.stream()
                        .filter(one ->
                                UrlReference.resolve(address, one.uri()).equals(other.address))
                        .findFirst();
        if (report.isEmpty()) {
            if (!version.playlist().hasEnded()) {
                findings.must(
                        "O17",
                        address,
                        "EXT-X-RENDITION-REPORT",
                        "there is none for " + other.address);
            }
            return;
        }
        LiveReports.check(version, report.get(), other, findings);
    }
}
