package dev.anabranch.packager.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Period;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Rendition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The static MPD of a presentation (ISO/IEC 23009-1): one Period that starts at the presentation's
/// 0, media times as they are in the segments.
///
/// Video renditions of one codec are one AdaptationSet, in which a player switches; every audio and
/// subtitle rendition is a set of its own, in which the user chooses.
///
/// @param targetSeconds what bit rates are measured over
/// @param finish when the presentation ends
public record Manifests(long targetSeconds, Timestamp finish) {

    private static final String ON_DEMAND = "urn:mpeg:dash:profile:isoff-on-demand:2011";
    private static final String LIVE =
            "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final long MILLI = 1_000_000;

    public Content of(List<Rendition> renditions) throws MediaFormatException {
        boolean isSingleFile = renditions.getFirst().isSingleFile();
        var period =
                Period.builder()
                        .id("1")
                        .start(Duration.ZERO)
                        .adaptationSets(sets(renditions))
                        .build();
        var mpd =
                Mpd.builder()
                        .profiles(isSingleFile ? ON_DEMAND : LIVE)
                        .mediaPresentationDuration(finish.timescale().duration(finish.ticks()))
                        .minBufferTime(minBufferTime(renditions))
                        .periods(List.of(period));
        return Content.of(
                MediaType.DASH_MANIFEST, longest(mpd, renditions, isSingleFile).build().render());
    }

    private List<AdaptationSet> sets(List<Rendition> renditions) throws MediaFormatException {
        var byCodec = new LinkedHashMap<String, List<Rendition>>();
        for (var rendition : renditions) {
            var key =
                    rendition.kind() == TrackKind.VIDEO
                            ? rendition.track().track().codec().sampleEntry()
                            : rendition.name();
            byCodec.computeIfAbsent(key, _ -> new ArrayList<>()).add(rendition);
        }
        var sets = new ArrayList<AdaptationSet>();
        for (var members : byCodec.values()) {
            sets.add(new SetOfRenditions(sets.size(), members, targetSeconds).toAdaptationSet());
        }
        return sets;
    }

    /// What lets every Representation's `@bandwidth` keep its promise (5.3.5.2), rounded up to a
    /// millisecond.
    private Duration minBufferTime(List<Rendition> renditions) throws MediaFormatException {
        long longest = 0;
        for (var rendition : renditions) {
            var sizes = rendition.sizes();
            longest = Math.max(longest, sizes.bufferNanos(sizes.peakBitsPerSecond(targetSeconds)));
        }
        return Duration.ofNanos(Math.ceilDiv(longest, MILLI) * MILLI);
    }

    /// The longest segment, rounded up to a millisecond: it may not exceed what is said (5.3.1.2).
    private static Mpd.Builder longest(
            Mpd.Builder mpd, List<Rendition> renditions, boolean isSingleFile) {
        var longest = Duration.ZERO;
        for (var rendition : renditions) {
            var times = rendition.times();
            for (int n = 0; n < times.count(); n++) {
                var duration = times.clock().duration(times.durationTicks(n));
                longest = duration.compareTo(longest) > 0 ? duration : longest;
            }
        }
        longest = Duration.ofNanos(Math.ceilDiv(longest.toNanos(), MILLI) * MILLI);
        return isSingleFile ? mpd.maxSubsegmentDuration(longest) : mpd.maxSegmentDuration(longest);
    }
}
