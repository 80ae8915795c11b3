package dev.anabranch.packager.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.Extras;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Period;
import dev.anabranch.media.dash.ProgramInformation;
import dev.anabranch.packager.About;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.CutPlan;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Rendition;
import dev.anabranch.packager.RenditionSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The static MPD of a presentation (ISO/IEC 23009-1): a Period for every span of the plan, media
/// times as they are in the segments.
///
/// Video renditions of one codec are one AdaptationSet, in which a player switches; every audio and
/// subtitle rendition is a set of its own, in which the user chooses. A set that a new Period
/// changes nothing of is announced as its continuation (5.3.2.4).
///
/// @param targetSeconds what bit rates are measured over
/// @param about what it is, for people
public record Manifests(long targetSeconds, CutPlan plan, About about) {

    private static final String ON_DEMAND = "urn:mpeg:dash:profile:isoff-on-demand:2011";
    private static final String LIVE =
            "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final long MILLI = 1_000_000;

    public Content of(List<Rendition> renditions) throws MediaFormatException {
        boolean isSingleFile = renditions.getFirst().isSingleFile();
        var finish = plan.start(plan.segmentCount());
        var mpd =
                Mpd.builder()
                        .profiles(isSingleFile ? ON_DEMAND : LIVE)
                        .mediaPresentationDuration(time(finish))
                        .minBufferTime(minBufferTime(renditions))
                        .programInformations(programInformation())
                        .periods(periods(renditions));
        return Content.of(
                MediaType.DASH_MANIFEST, longest(mpd, renditions, isSingleFile).build().render());
    }

    private List<ProgramInformation> programInformation() {
        return about.title().isBlank()
                ? List.of()
                : List.of(
                        new ProgramInformation(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(about.title().strip()),
                                Optional.empty(),
                                Optional.empty(),
                                Extras.NONE));
    }

    private List<Period> periods(List<Rendition> renditions) throws MediaFormatException {
        var periods = new ArrayList<Period>();
        var before = List.<SetOfRenditions>of();
        for (int k = 0; k < plan.spanCount(); k++) {
            var start = plan.start(plan.spanStart(k));
            var sets = sets(renditions, k, start);
            var period = Period.builder().id(Integer.toString(k + 1)).start(time(start));
            if (plan.spanCount() > 1) {
                var end = plan.start(plan.spanStart(k + 1));
                period.duration(time(end).minus(time(start)));
            }
            var adaptationSets = new ArrayList<AdaptationSet>();
            for (var set : sets) {
                boolean continues = before.stream().anyMatch(set::continues);
                adaptationSets.add(
                        set.toAdaptationSet(continues ? Optional.of(k) : Optional.empty()));
            }
            // Its images are counted from the start of the presentation, and do not end at Periods.
            if (plan.spanCount() == 1) {
                about.pictures()
                        .storyboard()
                        .map(board -> StoryboardSet.of(board, renditions.size()))
                        .ifPresent(adaptationSets::add);
            }
            periods.add(period.adaptationSets(adaptationSets).build());
            before = sets;
        }
        return periods;
    }

    private static Duration time(Timestamp time) {
        return time.timescale().duration(time.ticks());
    }

    private List<SetOfRenditions> sets(List<Rendition> renditions, int k, Timestamp start) {
        var byCodec = new LinkedHashMap<String, List<RenditionSpan>>();
        var numbers = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < renditions.size(); i++) {
            for (var span : renditions.get(i).spans()) {
                if (span.number() == k) {
                    var key =
                            span.rendition().kind() == TrackKind.VIDEO
                                    ? span.codec().sampleEntry()
                                    : span.rendition().name();
                    byCodec.computeIfAbsent(key, _ -> new ArrayList<>()).add(span);
                    numbers.putIfAbsent(key, i);
                }
            }
        }
        var sets = new ArrayList<SetOfRenditions>();
        byCodec.forEach((key, members) ->
                sets.add(
                        new SetOfRenditions(
                                numbers.getOrDefault(key, 0), members, start, targetSeconds)));
        return sets;
    }

    /// What lets every Representation's `@bandwidth` keep its promise (5.3.5.2), rounded up to a
    /// millisecond.
    private Duration minBufferTime(List<Rendition> renditions) throws MediaFormatException {
        long longest = 0;
        for (var rendition : renditions) {
            for (var span : rendition.spans()) {
                var sizes = span.sizes();
                long needed = sizes.bufferNanos(sizes.peakBitsPerSecond(targetSeconds));
                longest = Math.max(longest, needed);
            }
        }
        return Duration.ofNanos(Math.ceilDiv(longest, MILLI) * MILLI);
    }

    /// The longest segment, rounded up to a millisecond: it may not exceed what is said (5.3.1.2).
    private Mpd.Builder longest(Mpd.Builder mpd, List<Rendition> renditions, boolean isSingleFile) {
        var longest = Duration.ZERO;
        for (var rendition : renditions) {
            var times = rendition.times();
            for (int n = 0; n < times.count(); n++) {
                var duration = times.clock().duration(times.durationTicks(n));
                longest = duration.compareTo(longest) > 0 ? duration : longest;
            }
        }
        longest = Duration.ofNanos(Math.ceilDiv(longest.toNanos(), MILLI) * MILLI);
        var board = about.pictures().storyboard();
        if (board.isPresent()) {
            // Its images are Segments, in both profiles.
            var image = board.get().imageDuration();
            mpd.maxSegmentDuration(image.compareTo(longest) > 0 ? image : longest);
            return isSingleFile ? mpd.maxSubsegmentDuration(longest) : mpd;
        }
        return isSingleFile ? mpd.maxSubsegmentDuration(longest) : mpd.maxSegmentDuration(longest);
    }
}
