package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import dev.anabranch.media.dash.Location;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Period;
import dev.anabranch.media.dash.PresentationType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The MPD of a range of a recording (ISO/IEC 23009-1): static when nothing will be added, else
/// dynamic; a Period for what lies between two discontinuities, media times as they are in the
/// segments.
///
/// @param stretches one a rendition
record RecordedManifest(
        List<RecordedStretch> stretches,
        RecordedAddresses addresses,
        long targetSeconds,
        boolean hasEnded) {

    private static final String PROFILES =
            "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final long MILLI = 1_000_000;

    byte[] render() {
        var periods = periods();
        var mpd =
                Mpd.builder()
                        .profiles(PROFILES)
                        .minBufferTime(minBufferTime(periods))
                        .maxSegmentDuration(longest());
        if (hasEnded) {
            finished(mpd, periods);
        } else {
            growing(mpd, periods);
        }
        return mpd.build().render().getBytes(StandardCharsets.UTF_8);
    }

    /// The Periods follow each other without holes: what was not recorded takes no time.
    private void finished(Mpd.Builder mpd, List<RecordedPeriod> periods) {
        var out = new ArrayList<Period>();
        var at = Duration.ZERO;
        for (int k = 0; k < periods.size(); k++) {
            var length = length(periods.get(k));
            var period = period(periods, k).start(at);
            out.add((periods.size() > 1 ? period.duration(length) : period).build());
            at = at.plus(length);
        }
        mpd.mediaPresentationDuration(at).periods(out);
    }

    /// The Periods are where the wall clock has them, so that players know what is there when.
    private void growing(Mpd.Builder mpd, List<RecordedPeriod> periods) {
        var origin = wall(periods.getFirst());
        var out = new ArrayList<Period>();
        var at = Duration.ZERO;
        for (int k = 0; k < periods.size(); k++) {
            var start = Duration.between(origin, wall(periods.get(k)));
            at = start.compareTo(at) > 0 ? start : at;
            out.add(period(periods, k).start(at).build());
            at = at.plus(length(periods.get(k)));
        }
        mpd.type(PresentationType.DYNAMIC)
                .availabilityStartTime(origin)
                .publishTime(origin.plus(at))
                .minimumUpdatePeriod(Duration.ofSeconds(targetSeconds))
                .locations(List.of(Location.of(RecordedRange.MANIFEST + addresses.query())))
                // Without one dash.js asks a server of its own choice.
                .utcTimings(List.of(LiveManifest.CLOCK))
                .periods(out);
    }

    private Period.Builder period(List<RecordedPeriod> periods, int k) {
        var before = k == 0 ? Optional.<RecordedPeriod>empty() : Optional.of(periods.get(k - 1));
        return Period.builder()
                .id(Integer.toString(k + 1))
                .adaptationSets(periods.get(k).sets(before, Integer.toString(k)));
    }

    private List<RecordedPeriod> periods() {
        var byNumber = new TreeMap<Integer, List<RecordedPeriod.Member>>();
        var titled = new RecordedTitles(stretches);
        for (int n = 0; n < stretches.size(); n++) {
            for (var piece : stretches.get(n).periods()) {
                byNumber.computeIfAbsent(piece.discontinuity(piece.from()), _ -> new ArrayList<>())
                        .add(new RecordedPeriod.Member(n, titled.title(n), piece));
            }
        }
        return byNumber.values().stream()
                .map(members ->
                        new RecordedPeriod(members, addresses, start(members), targetSeconds))
                .toList();
    }

    /// The earliest of all that is in a Period.
    private static Timestamp start(List<RecordedPeriod.Member> members) {
        return members.stream()
                .map(one ->
                        new Timestamp(
                                one.stretch().table().presentedTicks(one.stretch().from()),
                                one.stretch().clock()))
                .min(Timestamp::compareTo)
                .orElseThrow();
    }

    /// Until the last of all that is in a Period has ended.
    private static Duration length(RecordedPeriod period) {
        var longest = Duration.ZERO;
        for (var member : period.members()) {
            var stretch = member.stretch();
            long from = period.start().on(stretch.clock()).ticks();
            long to = stretch.table().presentedTicks(stretch.from()) + stretch.durationTicks();
            var length = stretch.clock().duration(to - from);
            longest = length.compareTo(longest) > 0 ? length : longest;
        }
        return longest;
    }

    private static Instant wall(RecordedPeriod period) {
        var stretch = period.members().getFirst().stretch();
        return Instant.EPOCH.plus(stretch.table().wallMicros(stretch.from()), ChronoUnit.MICROS);
    }

    /// What lets every Representation's `@bandwidth` keep its promise (5.3.5.2).
    private Duration minBufferTime(List<RecordedPeriod> periods) {
        long longest = 0;
        for (var period : periods) {
            for (var member : period.members()) {
                long peak = RecordedRates.of(member.stretch(), targetSeconds).peak();
                long needed = RecordedRates.bufferNanos(member.stretch(), Math.max(1, peak));
                longest = Math.max(longest, needed);
            }
        }
        return Duration.ofNanos(Math.ceilDiv(longest, MILLI) * MILLI);
    }

    private Duration longest() {
        long longest = 0;
        for (var stretch : stretches) {
            longest = Math.max(longest, stretch.longestNanos());
        }
        return Duration.ofNanos(Math.ceilDiv(longest, MILLI) * MILLI);
    }
}
