package dev.anabranch.packager.check;

import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ProgramDateTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks a live presentation while it runs: every version of every playlist by itself, as the
/// successor of the one before and beside the others; what a server answers to blocking requests,
/// for delta updates, hints and things that are gone; the media itself.
///
/// Asks for nothing: whoever follows the stream tells what the server answered, each playlist's
/// answers in the order in which they were asked for. Safe for use by many threads. Memory is that
/// of one version of each playlist.
public final class LiveSurvey {

    /// What a hinted part may take from its first byte to its last (6.2.6: line rate).
    private static final Duration LINE_RATE = Duration.ofMillis(100);

    /// Clocks are milliseconds in a playlist, and media starts at whole frames.
    private static final Duration SAME_TIME = Duration.ofMillis(60);

    private static final Duration NEAR = Duration.ofMillis(500);
    private static final String HINT = "EXT-X-PRELOAD-HINT";
    private static final int MAX_TIES = 20;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;

    private final Findings findings = new Findings();
    private final PlaylistReader reader =
            new PlaylistReader(new Survey(_ -> Optional.empty(), findings));
    private final Map<String, LiveRenditionSurvey> renditions = new LinkedHashMap<>();
    private final Map<String, LiveMedia> media = new HashMap<>();
    private final Map<String, Set<String>> siblings = new HashMap<>();
    private final Map<Long, Deque<Tie>> clocks = new HashMap<>();
    private final Map<String, LiveManifestSurvey> manifests = new LinkedHashMap<>();
    private final Map<String, LiveTally> tallies = new LinkedHashMap<>();
    private final boolean isLowLatency;
    private int pieces;
    private long bytes;

    /// @param isLowLatency whether playlists without parts and blocking reload are a breach
    public LiveSurvey(boolean isLowLatency) {
        this.isLowLatency = isLowLatency;
    }

    /// A multivariant playlist was answered, for the first time or again.
    public synchronized void multivariant(LiveAnswer answer) {
        new Delivery(findings).manifest(answer.address(), answer.fetched());
        var parsed = reader.parse(answer.address(), answer.body(), null);
        if (parsed.isEmpty()
                || !(parsed.get().playlist() instanceof MultivariantPlaylist multivariant)) {
            return;
        }
        var all = new LinkedHashSet<String>();
        multivariant.variants().forEach(variant -> all.add(resolve(answer, variant.uri())));
        for (var rendition : multivariant.renditions()) {
            if (rendition.uri() != null) {
                all.add(resolve(answer, rendition.uri()));
            }
        }
        all.forEach(address -> siblings.put(address, all));
    }

    private static String resolve(LiveAnswer answer, String uri) {
        return UrlReference.resolve(answer.address(), uri);
    }

    /// A media playlist was answered, or refused, to a player that did nothing wrong.
    public synchronized void playlist(LiveAnswer answer) {
        var rendition = rendition(answer.address());
        int before = rendition.versions();
        rendition.take(answer);
        count(answer, rendition.versions() > before);
        if (rendition.versions() == before) {
            return;
        }
        if (before == 0 && isLowLatency) {
            lowLatency(answer.address(), rendition);
        }
        for (var other : siblings.getOrDefault(answer.address(), Set.of())) {
            if (!other.equals(answer.address())) {
                var known = rendition(other);
                rendition.report(known);
                beside(answer.address(), rendition, other, known);
            }
        }
    }

    private void lowLatency(String address, LiveRenditionSurvey rendition) {
        var playlist = rendition.current().orElseThrow().playlist();
        var control = playlist.serverControl();
        if (playlist.partInf() == null) {
            findings.must("O11", address, "EXT-X-PART-INF", "is missing: there are no parts");
        }
        if (control == null || !control.canBlockReload()) {
            findings.must("O13", address, "EXT-X-SERVER-CONTROL", "does not offer blocking reload");
        }
    }

    private LiveRenditionSurvey rendition(String address) {
        return renditions.computeIfAbsent(address, at -> new LiveRenditionSurvey(at, reader));
    }

    /// O12, O25: what all playlists of a presentation share.
    private void beside(
            String address, LiveRenditionSurvey one, String otherAddress, LiveRenditionSurvey two) {
        var here = one.current();
        var there = two.current();
        if (here.isEmpty() || there.isEmpty()) {
            return;
        }
        var mine = here.get().playlist();
        var theirs = there.get().playlist();
        if (mine.targetDuration() != theirs.targetDuration()) {
            findings.must(
                    "O25",
                    address,
                    "EXT-X-TARGETDURATION",
                    "%d, but %d in %s"
                            .formatted(
                                    mine.targetDuration(), theirs.targetDuration(), otherAddress));
        }
        var control = mine.serverControl();
        if (control != null && !control.equals(theirs.serverControl())) {
            findings.must(
                    "O12",
                    address,
                    "EXT-X-SERVER-CONTROL",
                    "is not the same as in " + otherAddress);
        }
    }

    /// A request that breaks the rules, or is for something that never was, was answered.
    ///
    /// @param rule the row, `O14` or `O16`
    /// @param expected the status it must have
    public synchronized void refusal(String rule, LiveAnswer answer, String what, int expected) {
        if (answer.status() != expected) {
            var text =
                    "%s must be answered with %d, not with %d"
                            .formatted(what, expected, answer.status());
            if (rule.equals("O14") && answer.status() == OK) {
                findings.should(rule, answer.address(), answer.asked().toString(), text);
                return;
            }
            findings.must(rule, answer.address(), answer.asked().toString(), text);
        }
    }

    /// A hinted part was asked for before it was there. 503 is the answer when its source stays
    /// away for longer than the server waits.
    ///
    /// @param playlist the playlist that hinted at it
    /// @param again the answer to a second request for it; needed to tell a part that was sent
    ///   while it was made from a slow network
    public synchronized void hinted(
            String playlist, LiveAnswer answer, Optional<LiveAnswer> again) {
        if (answer.status() != OK && answer.status() != PARTIAL) {
            findings.add(
                    new Breach(
                            "O16",
                            answer.status() == UNAVAILABLE
                                    ? Breach.Severity.SHOULD
                                    : Breach.Severity.MUST,
                            playlist,
                            HINT,
                            "%s was hinted at and answered with %d"
                                    .formatted(answer.address(), answer.status())));
            return;
        }
        if (!isSlow(answer)) {
            return;
        }
        boolean isTrickle =
                again.isPresent() && again.get().transferNanos() * 2 < answer.transferNanos();
        findings.add(
                new Breach(
                        "O16",
                        isTrickle ? Breach.Severity.MUST : Breach.Severity.SHOULD,
                        playlist,
                        HINT,
                        "%s came in %s from first to last byte%s: sent before it was whole"
                                .formatted(
                                        answer.address(),
                                        Clocks.seconds(answer.transferNanos()),
                                        again.map(second ->
                                                        ", again in "
                                                                + Clocks.seconds(
                                                                        second.transferNanos()))
                                                .orElse(""))));
    }

    /// Whether a hinted part took longer than at line rate (6.2.6), so that it is worth a second
    /// request.
    public static boolean isSlow(LiveAnswer hinted) {
        return hinted.transferNanos() > LINE_RATE.toNanos();
    }

    /// A hinted part was asked for, and the playlist went on without it.
    public synchronized void voided(String playlist, LiveAnswer answer) {
        if (answer.status() == OK || answer.status() == PARTIAL) {
            findings.should(
                    "O16",
                    playlist,
                    HINT,
                    answer.address() + " was hinted at and there, but never listed");
        }
    }

    public synchronized boolean hasInit(String playlist, String address) {
        return mediaOf(playlist).hasInit(address);
    }

    /// An init section was answered.
    public synchronized void init(String playlist, LiveAnswer answer) {
        if (isMedia(playlist, "EXT-X-MAP", answer)) {
            new Delivery(findings)
                    .media(
                            Part.whole(answer.address()),
                            answer.fetched(),
                            Container.FRAGMENTED_MP4,
                            true);
            mediaOf(playlist).init(answer.address(), answer.body());
        }
    }

    /// A listed part or segment was answered.
    public synchronized void piece(LivePiece piece, LiveAnswer answer) {
        if (!isMedia(piece.playlist(), piece.where(), answer)) {
            return;
        }
        pieces++;
        tallies.compute(
                piece.playlist(),
                (_, known) -> (known == null ? LiveTally.NOTHING : known).withPiece());
        bytes += answer.body().length;
        var time = rendition(piece.playlist()).current().flatMap(version -> time(version, piece));
        mediaOf(piece.playlist())
                .take(piece, answer.body(), time)
                .ifPresent(zero -> clock(piece, zero, time.orElseThrow()));
    }

    /// A part or segment is listed of which there is nothing.
    public synchronized void gap(LivePiece piece) {
        mediaOf(piece.playlist()).gap(piece);
    }

    private static Optional<Instant> time(LiveVersion version, LivePiece piece) {
        long index = piece.msn() - version.playlist().firstListedSequence();
        var segments = version.playlist().segments();
        if (index < 0 || index > segments.size()) {
            return Optional.empty();
        }
        var tags =
                index == segments.size()
                        ? version.playlist().openSegment()
                        : segments.get((int) index).tags();
        return tags.stream()
                .filter(ProgramDateTime.class::isInstance)
                .map(tag -> ((ProgramDateTime) tag).instant())
                .findFirst();
    }

    /// O25: media time and wall clock belong together in the same way in all renditions. The
    /// sender's clock may drift against ours, so segments are held to those beside them.
    private void clock(LivePiece piece, LiveMedia.Zero zero, Instant time) {
        var at = Duration.between(zero.to(), time);
        var here = new Tie(piece.playlist(), zero, at);
        var beside = clocks.computeIfAbsent(piece.discontinuity(), _ -> new ArrayDeque<>());
        for (var tie : beside) {
            var off = zero.after(tie.zero());
            boolean isBeside = tie.at().minus(at).abs().compareTo(NEAR) < 0;
            if (isBeside
                    && !tie.playlist().equals(piece.playlist())
                    && off.abs().compareTo(SAME_TIME) > 0) {
                findings.must(
                        "O25",
                        piece.playlist(),
                        piece.where(),
                        "EXT-X-PROGRAM-DATE-TIME is %d ms off that of %s at the same media time"
                                .formatted(off.toMillis(), tie.playlist()));
            }
        }
        beside.addLast(here);
        if (beside.size() > MAX_TIES) {
            beside.removeFirst();
        }
    }

    /// Where media time 0 lies on the wall clock, as a segment says that begins at media time `at`.
    private record Tie(String playlist, LiveMedia.Zero zero, Duration at) {}

    private boolean isMedia(String playlist, String where, LiveAnswer answer) {
        if (answer.status() == OK || answer.status() == PARTIAL) {
            return true;
        }
        findings.must(
                "resource-exists",
                playlist,
                where,
                "%s is listed and answered with %d".formatted(answer.address(), answer.status()));
        return false;
    }

    private LiveMedia mediaOf(String playlist) {
        return media.computeIfAbsent(playlist, _ -> new LiveMedia(findings));
    }

    /// O7, O8: a segment or part that is no longer listed was asked for while it must still be
    /// there.
    public synchronized void removed(String playlist, LiveAnswer answer, boolean isPart) {
        if (answer.status() == NOT_FOUND || !answer.isOk() && answer.status() != PARTIAL) {
            findings.must(
                    isPart ? "O8" : "O7",
                    playlist,
                    answer.address(),
                    "left the playlist lately and is answered with " + answer.status());
        }
    }

    /// An MPD was answered.
    public synchronized void manifest(LiveAnswer answer) {
        var manifest =
                manifests.computeIfAbsent(
                        answer.address(), at -> new LiveManifestSurvey(at, findings));
        int before = manifest.versions();
        manifest.take(answer);
        count(answer, manifest.versions() > before);
    }

    private void count(LiveAnswer answer, boolean isVersion) {
        tallies.compute(
                answer.address(),
                (_, known) -> (known == null ? LiveTally.NOTHING : known).with(answer, isVersion));
    }

    /// Something that could not be had or checked.
    public synchronized void note(String text) {
        findings.note(text);
    }

    /// A request failed as a whole.
    public synchronized void failure(String address, String what) {
        findings.must("resource-exists", address, "", what);
    }

    /// What was found so far.
    public synchronized Report report() {
        renditions.values().forEach(LiveRenditionSurvey::settle);
        int versions = renditions.values().stream().mapToInt(LiveRenditionSurvey::versions).sum();
        int mpds = manifests.values().stream().mapToInt(LiveManifestSurvey::versions).sum();
        return new Report(findings.breaches(), findings.notes(), versions + mpds, pieces, bytes);
    }

    /// How much of each media playlist and MPD was told of, by its address.
    public synchronized Map<String, LiveTally> tallies() {
        return new LinkedHashMap<>(tallies);
    }

    /// The media playlists that were told of.
    public synchronized List<String> playlists() {
        return List.copyOf(renditions.keySet());
    }
}
