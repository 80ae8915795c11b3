package dev.anabranch.media.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-DATERANGE (4.4.5.1): attributes that hold for a range of time.
///
/// A later tag with the same `id` adds to an earlier one; [#mergedWith] puts them together.
///
/// @param id unique in the playlist
/// @param className what the client attributes mean
/// @param startDate null only when an earlier tag with this `id` has it
/// @param cue when to act: `PRE`, `POST`, `ONCE`
/// @param endDate null when not said
/// @param duration in seconds; null when not said
/// @param plannedDuration in seconds; null when not said
/// @param scte35Cmd a splice_info_section
/// @param scte35Out the one that leaves the network
/// @param scte35In the one that comes back
/// @param endsOnNext whether the next range of this class ends it
/// @param clientAttributes those that start with `X-`
/// @param others attributes without meaning here
public record DateRange(
        String id,
        @Nullable String className,
        @Nullable DateTime startDate,
        List<String> cue,
        @Nullable DateTime endDate,
        @Nullable Decimal duration,
        @Nullable Decimal plannedDuration,
        @Nullable HexSequence scte35Cmd,
        @Nullable HexSequence scte35Out,
        @Nullable HexSequence scte35In,
        boolean endsOnNext,
        List<Attribute> clientAttributes,
        List<Attribute> others)
        implements SegmentTag {

    static final String TAG = "EXT-X-DATERANGE";

    public DateRange {
        cue = List.copyOf(cue);
        clientAttributes = List.copyOf(clientAttributes);
        others = List.copyOf(others);
    }

    public static DateRangeBuilder builder(String id) {
        return new DateRangeBuilder(id);
    }

    /// The value of a client attribute, or null.
    public @Nullable String clientAttribute(String name) {
        for (var attribute : clientAttributes) {
            if (attribute.name().equals(name)) {
                return attribute.value();
            }
        }
        return null;
    }

    /// When it ends, as far as this tag alone tells: END-DATE, or START-DATE plus DURATION.
    public @Nullable Instant end() {
        if (endDate != null) {
            return endDate.instant();
        }
        return startDate == null || duration == null
                ? null
                : startDate.instant().plus(duration.toDuration());
    }

    /// This range with what a later tag of the same `id` adds.
    public DateRange mergedWith(DateRange later) {
        return new DateRange(
                id,
                className == null ? later.className : className,
                startDate == null ? later.startDate : startDate,
                cue.isEmpty() ? later.cue : cue,
                endDate == null ? later.endDate : endDate,
                duration == null ? later.duration : duration,
                plannedDuration == null ? later.plannedDuration : plannedDuration,
                scte35Cmd == null ? later.scte35Cmd : scte35Cmd,
                scte35Out == null ? later.scte35Out : scte35Out,
                scte35In == null ? later.scte35In : scte35In,
                endsOnNext || later.endsOnNext,
                union(clientAttributes, later.clientAttributes),
                union(others, later.others));
    }

    static DateRange parse(AttributeReader in) throws LineException {
        return new DateRange(
                in.quoted("ID"),
                in.quotedOrNull("CLASS"),
                in.dateOrNull("START-DATE"),
                in.list("CUE"),
                in.dateOrNull("END-DATE"),
                in.decimalOrNull("DURATION"),
                in.decimalOrNull("PLANNED-DURATION"),
                in.hexOrNull("SCTE35-CMD"),
                in.hexOrNull("SCTE35-OUT"),
                in.hexOrNull("SCTE35-IN"),
                in.flag("END-ON-NEXT"),
                in.startingWith("X-"),
                in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .quoted("ID", id)
                .quoted("CLASS", className)
                .date("START-DATE", startDate)
                .list("CUE", ",", cue)
                .date("END-DATE", endDate)
                .decimal("DURATION", duration)
                .decimal("PLANNED-DURATION", plannedDuration)
                .hex("SCTE35-CMD", scte35Cmd)
                .hex("SCTE35-OUT", scte35Out)
                .hex("SCTE35-IN", scte35In)
                .flag("END-ON-NEXT", endsOnNext)
                .others(clientAttributes)
                .others(others)
                .newLine();
    }

    private static List<Attribute> union(List<Attribute> first, List<Attribute> second) {
        var all = new ArrayList<>(first);
        for (var attribute : second) {
            if (first.stream().noneMatch(known -> known.name().equals(attribute.name()))) {
                all.add(attribute);
            }
        }
        return all;
    }
}
