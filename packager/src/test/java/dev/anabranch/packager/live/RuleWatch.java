package dev.anabranch.packager.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.MpdRules;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Representation;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.media.hls.Breach;
import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.DeltaUpdates;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.hls.PlaylistRules;
import dev.anabranch.media.hls.PreloadHint;
import dev.anabranch.media.hls.UpdateRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks every playlist of a presentation after every part against the rules, and against the one
/// before it.
final class RuleWatch implements LiveListener {

    /// What a static manifest may have of the live one it was: holes where the source was away.
    private static final Set<String> KEPT_AT_THE_END = Set.of("period-duration", "timeline-sum");

    private static final int CHECKED_MANIFESTS = 20;

    final List<String> breaches = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final Map<String, MediaPlaylist> last = new HashMap<>();
    int checked;
    int manifests;
    private @Nullable RenderedText rendered;
    private @Nullable Mpd manifest;
    private LivePresentation live;

    RuleWatch() {}

    void watch(LivePresentation presentation) {
        live = presentation;
        presentation.addListener(this);
    }

    @Override
    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
        checkAll();
    }

    @Override
    public void segment(LiveRendition rendition, LiveSegment segment) {
        checkAll();
    }

    @Override
    public void ended() {
        checkAll();
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
    }

    private void checkAll() {
        for (var rendition : live.renditions()) {
            try {
                check(rendition);
            } catch (MediaFormatException e) {
                breaches.add(rendition.name() + ": " + e.getMessage());
            }
        }
        live.multivariant()
                .ifPresent(text -> {
                    try {
                        report("multivariant", PlaylistRules.check(parse(text.bytes())));
                    } catch (MediaFormatException e) {
                        breaches.add("multivariant: " + e.getMessage());
                    }
                });
        checkManifest();
    }

    private void checkManifest() {
        var text = live.manifest().orElse(null);
        if (text == null || text == rendered) {
            return;
        }
        rendered = text;
        try {
            var now = Mpd.parse(new String(text.bytes(), UTF_8), Strictness.STRICT);
            checkRules(now);
            checkSegments(now);
            if (manifest != null) {
                MpdRules.checkUpdate(manifest, now)
                        .forEach(one -> breaches.add("manifest: " + one));
            }
            manifests++;
            manifest = now;
        } catch (MediaFormatException e) {
            breaches.add("manifest: " + e.getMessage());
        }
    }

    /// The first of each shape, and some of the others: the rules look an hour ahead.
    private void checkRules(Mpd now) {
        boolean isOther = manifest == null || now.periods().size() != manifest.periods().size();
        boolean isLive = now.type() == PresentationType.DYNAMIC;
        if (!isOther && isLive && manifests % CHECKED_MANIFESTS != 0) {
            return;
        }
        for (var breach : MpdRules.check(now)) {
            if (isLive || !KEPT_AT_THE_END.contains(breach.rule())) {
                breaches.add("manifest: " + breach);
            }
        }
    }

    /// Every segment that is named as complete is: it is there, begins and lasts as is said, and
    /// has bytes.
    private void checkSegments(Mpd mpd) {
        for (var period : mpd.periods()) {
            for (var set : period.adaptationSets()) {
                set.representations().forEach(this::checkSegments);
            }
        }
    }

    private void checkSegments(Representation representation) {
        var name = representation.id();
        var rendition = live.rendition(name).orElseThrow();
        var numbered = representation.segments().template().orElseThrow().multiple();
        long msn = numbered.startNumber().orElseThrow();
        long time = 0;
        for (var entry : numbered.timeline().orElseThrow().entries()) {
            time = entry.t().orElse(time);
            for (int i = 0; i <= entry.r(); i++) {
                long at = time;
                boolean isThere =
                        rendition
                                .segment(msn)
                                .filter(one -> !one.isGap() && one.presentationTicks() == at)
                                .filter(one -> one.isComplete())
                                .filter(one -> one.durationTicks() == entry.d())
                                .isPresent();
                if (!isThere) {
                    breaches.add(
                            "manifest: %s has no segment %d at %d that lasts %d"
                                    .formatted(name, msn, time, entry.d()));
                }
                time += entry.d();
                msn++;
            }
        }
    }

    private static dev.anabranch.media.hls.ParsedPlaylist parse(byte[] bytes)
            throws MediaFormatException {
        // Strict mode adds what one other program wants, such as parts in three segments at most.
        var parsed = PlaylistParser.parse(bytes, ParseOptions.LENIENT);
        if (!parsed.findings().isEmpty()) {
            throw MediaFormatException.malformed("playlist", parsed.findings().toString());
        }
        return parsed;
    }

    private void check(LiveRendition rendition) throws MediaFormatException {
        var parsed = parse(rendition.playlist(Delta.FULL).bytes());
        checked++;
        var now = parsed.media();
        report(rendition.name(), PlaylistRules.check(parsed));
        var before = last.put(rendition.name(), now);
        if (before != null) {
            report(rendition.name(), UpdateRules.check(before, now));
            checkDelta(rendition, before, now);
            checkHint(rendition, before, now);
            if (now.segments().size() < before.segments().size() - 3) {
                say(
                        rendition,
                        "O6 shrank by " + (before.segments().size() - now.segments().size()));
            }
        }
        checkSums(rendition, now);
        var edge = rendition.edge();
        if (edge.hasEnded() != now.hasEnded() || edge.mediaSequence() != now.mediaSequence()) {
            say(rendition, "edge " + edge + " is not the playlist's");
        }
        if (!now.hasEnded() && now.partInf() != null && now.preloadHints().isEmpty()) {
            say(rendition, "O17 no preload hint");
        }
        for (var segment : now.segments()) {
            if (segment.programDateTime() == null) {
                say(rendition, "O17 no PDT at " + segment.uri());
            }
        }
    }

    private void checkDelta(LiveRendition rendition, MediaPlaylist before, MediaPlaylist now)
            throws MediaFormatException {
        for (var delta : List.of(Delta.SKIP, Delta.SKIP_V2)) {
            var update = parse(rendition.playlist(delta).bytes()).media();
            var merged = DeltaUpdates.merge(before, update);
            if (merged.isEmpty()) {
                say(rendition, "O15 " + delta + " cannot be merged");
            } else if (!merged.get().segments().stream()
                    .map(s -> s.uri())
                    .toList()
                    .equals(now.segments().stream().map(s -> s.uri()).toList())) {
                say(rendition, "O15 " + delta + " merges to something else");
            }
        }
    }

    /// O16: what was hinted at is the part that came next, whichever segment that is of.
    private void checkHint(LiveRendition rendition, MediaPlaylist before, MediaPlaylist now) {
        var known = parts(before);
        var added = parts(now).stream().filter(uri -> !known.contains(uri)).findFirst();
        for (var hint : before.preloadHints()) {
            boolean isVoid =
                    hint.type() == PreloadHint.Type.PART
                            && added.isPresent()
                            && !added.get().equals(hint.uri());
            if (isVoid) {
                say(rendition, "O16 hinted at " + hint.uri() + ", then came " + added.get());
            }
        }
    }

    private static List<String> parts(MediaPlaylist playlist) {
        var uris = new ArrayList<String>();
        playlist.segments().forEach(one -> one.parts().forEach(part -> uris.add(part.uri())));
        playlist.openParts().forEach(part -> uris.add(part.uri()));
        return uris;
    }

    private void checkSums(LiveRendition rendition, MediaPlaylist now) {
        for (var segment : now.segments()) {
            if (segment.parts().isEmpty()) {
                continue;
            }
            var sum = Decimal.ZERO;
            for (var part : segment.parts()) {
                sum = sum.plus(part.duration());
            }
            if (sum.compareTo(segment.duration()) != 0) {
                say(
                        rendition,
                        segment.uri() + " lasts " + segment.duration() + ", its parts " + sum);
            }
        }
    }

    private void say(LiveRendition rendition, String text) {
        if (breaches.size() < 50) {
            breaches.add(rendition.name() + " @" + rendition.edge() + ": " + text);
        }
    }

    private void report(String name, List<Breach> found) {
        for (var one : found) {
            if (breaches.size() < 5) {
                breaches.add(name + ": " + one);
            }
        }
    }
}
