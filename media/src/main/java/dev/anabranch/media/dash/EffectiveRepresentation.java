package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A representation with all it inherits from its set, its Period and the MPD, and the segments
/// that makes. Immutable.
public record EffectiveRepresentation(
        Mpd mpd, PeriodSpan span, AdaptationSet set, Representation representation) {

    /// All representations of all Periods, in document order.
    public static List<EffectiveRepresentation> of(Mpd mpd) {
        var all = new ArrayList<EffectiveRepresentation>();
        for (var span : PeriodSpan.of(mpd)) {
            for (var set : span.period().adaptationSets()) {
                for (var representation : set.representations()) {
                    all.add(new EffectiveRepresentation(mpd, span, set, representation));
                }
            }
        }
        return List.copyOf(all);
    }

    /// What representation and set say together (5.3.7).
    public Common common() {
        return representation.common().within(set.common());
    }

    /// The addressing in force (5.3.9.1): of the innermost kind, with what that kind says further
    /// out.
    public SegmentInformation addressing() {
        return representation.segments().within(set.segments().within(span.period().segments()));
    }

    /// The clock of segment times.
    ///
    /// @throws MediaFormatException when `@timescale` is 0
    public Timescale timescale() throws MediaFormatException {
        long ticks = base().timescale().orElse(1L);
        if (ticks == 0) {
            throw MediaFormatException.malformed(path(), "@timescale is 0");
        }
        return new Timescale(ticks);
    }

    /// The media time at the start of the Period.
    public long presentationTimeOffsetTicks() {
        return base().presentationTimeOffset().orElse(0L);
    }

    /// What segment addresses are relative to: the first BaseURL of each level (5.6.4).
    ///
    /// @param mpdUrl where the MPD came from; may be relative or empty
    public String baseUrl(String mpdUrl) {
        var url = mpdUrl;
        for (var level :
                List.of(
                        mpd.baseUrls(),
                        span.period().baseUrls(),
                        set.baseUrls(),
                        representation.baseUrls())) {
            url = level.isEmpty() ? url : UrlReference.resolve(url, level.getFirst().url());
        }
        return url;
    }

    /// The initialization segment; empty for one that lies in the media itself.
    public Optional<Resource> initialization(String mpdUrl) throws MediaFormatException {
        var template = addressing().template().flatMap(SegmentTemplate::initialization);
        if (template.isPresent()) {
            var path = UrlTemplate.parse(template.get()).expand(values(0, 0, 0));
            return Optional.of(
                    new Resource(UrlReference.resolve(baseUrl(mpdUrl), path), Optional.empty()));
        }
        var url = base().initialization();
        return url.map(at ->
                new Resource(
                        UrlReference.resolve(baseUrl(mpdUrl), at.sourceUrl().orElse("")),
                        at.range()));
    }

    /// All segments of the Period, in order; with `SegmentBase` the one that is the whole resource.
    ///
    /// @throws MediaFormatException when a template or a timeline makes no sense, the Period has no
    ///   end, or there are more than a million segments
    public List<Segment> segments(String mpdUrl) throws MediaFormatException {
        return segments(mpdUrl, Optional.empty(), false);
    }

    /// The segments that start before `until`, counted from the start of the Period: for one whose
    /// end is not known yet.
    public List<Segment> segments(String mpdUrl, Duration until) throws MediaFormatException {
        return segments(mpdUrl, Optional.of(until), false);
    }

    /// The segments that can be had whole at `now` (5.3.9.5.3): of a static presentation all, of a
    /// dynamic one those its timeline lists and, where the last run is open (5.3.9.6), as many of
    /// it as are over by then. One that may be asked for while it still grows is left out: its
    /// length is a guess.
    ///
    /// @param now by the clock of the server
    /// @throws MediaFormatException as [#segments(String)]; where neither a clock nor the Period
    ///   ends an open run
    public List<Segment> segments(String mpdUrl, Instant now) throws MediaFormatException {
        var availability = Availability.of(this, base());
        var reach = availability.flatMap(known -> known.reach(now));
        if (reach.isEmpty()) {
            return segments(mpdUrl);
        }
        var segments = new ArrayList<>(segments(mpdUrl, reach, true));
        if (availability.filter(known -> !known.isComplete()).isPresent()) {
            long end = endTicks(reach).orElse(Long.MAX_VALUE);
            while (!segments.isEmpty()
                    && segments.getLast().timeTicks() + segments.getLast().durationTicks() > end) {
                segments.removeLast();
            }
        }
        return List.copyOf(segments);
    }

    /// @param isNow whether time has come as far as `until`, and goes on
    private List<Segment> segments(String mpdUrl, Optional<Duration> until, boolean isNow)
            throws MediaFormatException {
        var end = endTicks(until);
        var known = span.duration();
        boolean isOver =
                known.isPresent() && until.filter(to -> to.compareTo(known.get()) < 0).isEmpty();
        var expansion = new TimelineExpansion(path(), isNow && !isOver);
        var url = baseUrl(mpdUrl);
        var template = addressing().template();
        if (template.isPresent() && template.get().media().isPresent()) {
            return templated(template.get(), expansion, end, url);
        }
        var list = addressing().list();
        return list.isPresent()
                ? listed(list.get(), expansion, end, url)
                : List.of(segment(whole(1, end), new Resource(url, Optional.empty())));
    }

    private List<Segment> templated(
            SegmentTemplate template, TimelineExpansion expansion, OptionalLong end, String url)
            throws MediaFormatException {
        var segments = new ArrayList<Segment>();
        var pattern = UrlTemplate.parse(template.media().orElseThrow());
        for (var slot : slots(expansion, template.multiple(), end, Long.MAX_VALUE)) {
            var path = pattern.expand(values(slot.number(), slot.timeTicks(), slot.subNumber()));
            segments.add(
                    segment(slot, new Resource(UrlReference.resolve(url, path), Optional.empty())));
        }
        return segments;
    }

    private List<Segment> listed(
            SegmentList list, TimelineExpansion expansion, OptionalLong end, String url)
            throws MediaFormatException {
        var segments = new ArrayList<Segment>();
        var urls = list.urls();
        var slots = slots(expansion, list.multiple(), end, urls.size());
        for (int i = 0; i < Math.min(slots.size(), urls.size()); i++) {
            var at = urls.get(i);
            var path = UrlReference.resolve(url, at.media().orElse(""));
            segments.add(segment(slots.get(i), new Resource(path, at.mediaRange())));
        }
        return segments;
    }

    /// @param available how many there can be at most
    private List<TimelineExpansion.Slot> slots(
            TimelineExpansion expansion,
            MultipleSegments multiple,
            OptionalLong end,
            long available)
            throws MediaFormatException {
        long first = multiple.startNumber().orElse(1L);
        long last =
                available == Long.MAX_VALUE
                        ? multiple.endNumber().orElse(Long.MAX_VALUE - 1)
                        : first + available - 1;
        if (multiple.timeline().isPresent()) {
            return expansion.timeline(multiple.timeline().get(), first, last, end);
        }
        if (multiple.duration().isEmpty()) {
            return List.of(whole(first, end));
        }
        long start = presentationTimeOffsetTicks();
        long duration = multiple.duration().get();
        boolean isCounted = available != Long.MAX_VALUE || multiple.endNumber().isPresent();
        if (end.isEmpty() && !isCounted) {
            throw MediaFormatException.unsupported(
                    path(), "the Period has no end: ask for the segments up to a time");
        }
        long stop = end.isPresent() ? end.getAsLong() : counted(start, duration, last - first + 1);
        return expansion.equal(start, stop, duration, first, last);
    }

    /// Where so many segments end, or at least where more than are allowed would.
    private long counted(long start, long duration, long count) throws MediaFormatException {
        long few = Math.clamp(count, 0, TimelineExpansion.MAX_SEGMENTS + 1);
        if (start > Long.MAX_VALUE - few * duration) {
            throw MediaFormatException.malformed(path(), "times exceed 63 bits");
        }
        return start + few * duration;
    }

    private TimelineExpansion.Slot whole(long number, OptionalLong end) {
        long start = presentationTimeOffsetTicks();
        return new TimelineExpansion.Slot(number, 1, start, Math.max(0, end.orElse(start) - start));
    }

    private OptionalLong endTicks(Optional<Duration> until) throws MediaFormatException {
        var known = span.duration();
        var length =
                until.isPresent() && known.isPresent()
                        ? Optional.of(min(until.get(), known.get()))
                        : until.or(() -> known);
        if (length.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long ticks = timescale().ticks(length.get());
            return OptionalLong.of(Math.addExact(presentationTimeOffsetTicks(), ticks));
        } catch (ArithmeticException e) {
            throw MediaFormatException.malformed(path(), "times exceed 63 bits");
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Segment segment(TimelineExpansion.Slot slot, Resource resource)
            throws MediaFormatException {
        return new Segment(
                slot.number(), slot.timeTicks(), slot.durationTicks(), timescale(), resource);
    }

    private UrlTemplate.Values values(long number, long timeTicks, long subNumber) {
        long bandwidth = representation.bandwidth().orElse(0L);
        return new UrlTemplate.Values(representation.id(), bandwidth, number, timeTicks, subNumber);
    }

    private SegmentBase base() {
        var addressing = addressing();
        return addressing
                .template()
                .map(SegmentTemplate::base)
                .or(() -> addressing.list().map(SegmentList::base))
                .or(addressing::base)
                .orElse(SegmentBase.NONE);
    }

    /// The element for people: `Period[1]/AdaptationSet[2]/Representation[720p]`, ids where there
    /// are any and else places, from 0.
    public String path() {
        var period = span.period();
        var periods = mpd.periods();
        var sets = period.adaptationSets();
        return "Period[%s]/AdaptationSet[%s]/Representation[%s]"
                .formatted(
                        period.id().orElseGet(() -> Integer.toString(periods.indexOf(period))),
                        set.id()
                                .map(id -> Long.toString(id))
                                .orElseGet(() -> Integer.toString(sets.indexOf(set))),
                        representation.id());
    }
}
