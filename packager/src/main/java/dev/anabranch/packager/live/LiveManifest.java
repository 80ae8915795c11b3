package dev.anabranch.packager.live;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.Descriptor;
import dev.anabranch.media.dash.Extras;
import dev.anabranch.media.dash.Latency;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Period;
import dev.anabranch.media.dash.PlaybackRate;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.ServiceDescription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The MPD of a live presentation (ISO/IEC 23009-1) at one moment: dynamic while it goes on, static
/// after its end, with the same times in both.
///
/// Periods begin at discontinuities and holes ([Periods]), on the wall clock. Segments are those of
/// the playlists, named by number; the segment that grows is announced as lasting as long as the
/// one before it, and with `@r="-1"` those after it as well (5.3.9.6.1), so that a player finds the
/// live edge without fetching the MPD for each. It can be fetched chunk by chunk from its first
/// chunk on (`@availabilityTimeOffset`, A.3).
///
/// @param publishTime later than that of every version before
record LiveManifest(
        LivePolicy policy,
        LiveTiming timing,
        List<Snapshot> renditions,
        List<Span> spans,
        Instant publishTime,
        boolean hasEnded) {

    private static final String PROFILES =
            "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";

    /// Where the clock is that availability times are measured with, for a player on any page.
    static final Descriptor CLOCK = Descriptor.of("urn:mpeg:dash:utc:http-iso:2014", "/time");

    private static final Duration SHORT_UPDATE = Duration.ofMillis(500);

    private static final int LEAST_SHARE = 4;

    private static final double FASTEST = 1.04;
    private static final double SLOWEST = 0.96;

    /// A rendition's segments at the moment of the manifest.
    ///
    /// @param listed complete ones
    /// @param growing the one after them, if there is something in it
    /// @param before the last three that are complete, of whatever Period
    record Snapshot(
            LiveRendition rendition,
            List<LiveSegment> listed,
            Optional<LiveSegment> growing,
            List<LiveSegment> before) {

        static Snapshot of(LiveRendition rendition) {
            var open = Optional.ofNullable(rendition.growing());
            var listed = rendition.listed();
            return new Snapshot(
                    rendition,
                    listed,
                    open.filter(segment -> !segment.isGap()),
                    listed.subList(Math.max(0, listed.size() - 3), listed.size()));
        }

        /// What it has from one media sequence number on, up to another; holes are nothing.
        Snapshot in(long fromMsn, long untilMsn) {
            return new Snapshot(
                    rendition,
                    listed.stream()
                            .filter(one -> one.msn() >= fromMsn && one.msn() < untilMsn)
                            .filter(one -> !one.isGap())
                            .toList(),
                    growing.filter(one -> one.msn() >= fromMsn && one.msn() < untilMsn),
                    before);
        }

        /// Without the one that grows, whose length nobody knows.
        Snapshot complete() {
            return new Snapshot(rendition, listed, Optional.empty(), before);
        }

        boolean isEmpty() {
            return listed.isEmpty() && growing.isEmpty();
        }

        /// The segment that grows is taken to last as long as the middle one of the last three: one
        /// alone may have been cut short, and several where sound comes and goes, but no segment
        /// that is cut at a keyframe is shorter than a quarter of what is wanted.
        long expectedTicks(Duration segment) {
            var durations =
                    before.stream().mapToLong(LiveSegment::durationTicks).sorted().toArray();
            long wanted = rendition.timescale().ticks(segment);
            return durations.length == 0
                    ? wanted
                    : Math.max(durations[durations.length / 2], wanted / LEAST_SHARE);
        }

        /// The end of its last complete segment, on the presentation's timeline.
        Duration end() {
            var last = listed.getLast();
            return rendition.timescale().duration(last.presentationTicks() + last.durationTicks());
        }
    }

    byte[] toBytes() {
        var mpd =
                Mpd.builder()
                        .profiles(PROFILES)
                        .minBufferTime(buffer())
                        .maxSegmentDuration(timing.longestSegment())
                        .periods(periods());
        if (hasEnded) {
            mpd.type(PresentationType.STATIC)
                    .publishTime(publishTime)
                    .mediaPresentationDuration(end());
        } else {
            mpd.type(PresentationType.DYNAMIC)
                    .availabilityStartTime(origin())
                    .publishTime(publishTime)
                    .minimumUpdatePeriod(updatePeriod())
                    .timeShiftBufferDepth(depth())
                    .suggestedPresentationDelay(latency())
                    .utcTimings(List.of(CLOCK));
        }
        if (policy.isLowLatency() && !hasEnded) {
            mpd.serviceDescriptions(List.of(service()));
        }
        return mpd.build().render().getBytes(StandardCharsets.UTF_8);
    }

    private Instant origin() {
        return spans.getFirst().start();
    }

    /// dash.js (5.2) counts the repetitions of `@r="-1"` when it reads the MPD and not again: with
    /// updates as rare as segments it asks for each up to a whole segment after it has begun.
    private Duration updatePeriod() {
        return policy.isLowLatency() && policy.segment().compareTo(SHORT_UPDATE) > 0
                ? SHORT_UPDATE
                : policy.segment();
    }

    private Duration buffer() {
        return policy.isLowLatency() ? partTarget() : policy.segment();
    }

    private Duration partTarget() {
        return timing.partTarget().toDuration();
    }

    /// What is promised to stay: not more than the shortest playlist has.
    private Duration depth() {
        var least = Duration.ofDays(1);
        for (var one : renditions) {
            long ticks = 0;
            for (var segment : one.listed) {
                ticks += segment.durationTicks();
            }
            var length = one.rendition.timescale().duration(ticks);
            least = length.compareTo(least) < 0 ? length : least;
        }
        return Duration.ofMillis(least.toMillis());
    }

    /// Behind the moment of capture: five parts, and a second for the way.
    private Duration latency() {
        return policy.isLowLatency()
                ? partTarget().multipliedBy(5).plusSeconds(1)
                : Duration.ofSeconds(3 * timing.targetSeconds());
    }

    private ServiceDescription service() {
        long target = latency().toMillis();
        var aim =
                new Latency(
                        Optional.of((long) SetOfTracks.CAPTURE_ID),
                        Optional.of(target),
                        Optional.of(3 * target),
                        Optional.of(target / 2),
                        Extras.NONE);
        var rate = new PlaybackRate(Optional.of(FASTEST), Optional.of(SLOWEST), Extras.NONE);
        return new ServiceDescription(
                Optional.of(0L), List.of(), List.of(aim), List.of(rate), Extras.NONE);
    }

    private List<Period> periods() {
        var periods = new ArrayList<Period>();
        var next = Optional.<Span>empty();
        for (int i = spans.size() - 1; i >= 0; i--) {
            var span = spans.get(i);
            var inside = inside(i);
            if (!inside.isEmpty()) {
                periods.addFirst(period(span, inside, i == spans.size() - 1, next));
                next = Optional.of(span);
            }
        }
        return periods;
    }

    /// What each rendition has in a Period, of those that have anything. A segment that grows is in
    /// it where players may have it before it is whole.
    private List<Snapshot> inside(int i) {
        long from = spans.get(i).firstMsn();
        long until = i + 1 < spans.size() ? spans.get(i + 1).firstMsn() : Long.MAX_VALUE;
        return renditions.stream()
                .map(one -> one.in(from, until))
                .map(one -> policy.isLowLatency() && !hasEnded ? one : one.complete())
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /// A Period may end before the next begins, when the source was away between them.
    ///
    /// @param isNewest whether it may go on
    /// @param next the next Period there is
    private Period period(Span span, List<Snapshot> inside, boolean isNewest, Optional<Span> next) {
        boolean isLast = isNewest && !hasEnded;
        var length = length(span, inside);
        var most = next.map(after -> Duration.between(span.start(), after.start()));
        var lasts = most.filter(time -> time.compareTo(length) < 0).orElse(length);
        var ends = isLast ? Optional.<Duration>empty() : Optional.of(lasts);
        var period =
                Period.builder()
                        .id(Long.toString(span.firstMsn()))
                        .start(start(span))
                        .adaptationSets(sets(span, inside, ends));
        ends.ifPresent(period::duration);
        return period.build();
    }

    private Duration start(Span span) {
        return Duration.between(origin(), span.start());
    }

    /// How long what is listed of a Period lasts, from its beginning; where nothing is, what grows.
    private Duration length(Span span, List<Snapshot> inside) {
        var begin = span.at().timescale().duration(span.at().ticks());
        boolean isListed = inside.stream().anyMatch(one -> !one.listed.isEmpty());
        return inside.stream()
                .filter(one -> !isListed || !one.listed.isEmpty())
                .map(one -> (isListed ? one.end() : expectedEnd(one)).minus(begin))
                .max(Comparator.naturalOrder())
                .filter(length -> !length.isNegative())
                .orElse(Duration.ZERO);
    }

    private Duration expectedEnd(Snapshot one) {
        long start = one.growing.orElseThrow().presentationTicks();
        return one.rendition.timescale().duration(start + one.expectedTicks(policy.segment()));
    }

    private Duration end() {
        for (int i = spans.size() - 1; i >= 0; i--) {
            var span = spans.get(i);
            var inside = inside(i);
            if (!inside.isEmpty()) {
                return start(span).plus(length(span, inside));
            }
        }
        return Duration.ZERO;
    }

    /// Videos of one codec are one set, in which a player switches; each sound is one of its own.
    private List<AdaptationSet> sets(Span span, List<Snapshot> inside, Optional<Duration> ends) {
        var members = new LinkedHashMap<String, List<Snapshot>>();
        for (var one : inside) {
            boolean isVideo = one.rendition.kind() == TrackKind.VIDEO;
            var key =
                    isVideo ? SetOfTracks.format(one).codec().sampleEntry() : one.rendition.name();
            members.computeIfAbsent(key, _ -> new ArrayList<>()).add(one);
        }
        var sets = new ArrayList<AdaptationSet>();
        for (var together : members.values()) {
            int id = together.getFirst().rendition.order();
            sets.add(
                    new SetOfTracks(id, together, span, policy, timing, buffer(), ends)
                            .toAdaptationSet());
        }
        return sets;
    }
}
