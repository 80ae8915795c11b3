package dev.anabranch.media.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the optional attributes of a [DateRange]; owned by one thread.
public final class DateRangeBuilder {

    private final String id;
    private @Nullable String className;
    private @Nullable DateTime startDate;
    private List<String> cue = List.of();
    private @Nullable DateTime endDate;
    private @Nullable Decimal duration;
    private @Nullable Decimal plannedDuration;
    private @Nullable HexSequence scte35Cmd;
    private @Nullable HexSequence scte35Out;
    private @Nullable HexSequence scte35In;
    private boolean endsOnNext;
    private final List<Attribute> clientAttributes = new ArrayList<>();

    DateRangeBuilder(String id) {
        this.id = id;
    }

    public DateRangeBuilder className(@Nullable String value) {
        className = value;
        return this;
    }

    public DateRangeBuilder start(Instant value) {
        startDate = DateTime.of(value);
        return this;
    }

    public DateRangeBuilder cue(List<String> value) {
        cue = value;
        return this;
    }

    public DateRangeBuilder end(Instant value) {
        endDate = DateTime.of(value);
        return this;
    }

    public DateRangeBuilder duration(@Nullable Decimal value) {
        duration = value;
        return this;
    }

    public DateRangeBuilder plannedDuration(@Nullable Decimal value) {
        plannedDuration = value;
        return this;
    }

    /// A whole splice_info_section that neither leaves nor comes back.
    public DateRangeBuilder scte35Cmd(byte[] spliceInfoSection) {
        scte35Cmd = HexSequence.of(spliceInfoSection);
        return this;
    }

    public DateRangeBuilder scte35Out(byte[] spliceInfoSection) {
        scte35Out = HexSequence.of(spliceInfoSection);
        return this;
    }

    public DateRangeBuilder scte35In(byte[] spliceInfoSection) {
        scte35In = HexSequence.of(spliceInfoSection);
        return this;
    }

    public DateRangeBuilder endsOnNext(boolean value) {
        endsOnNext = value;
        return this;
    }

    /// @param attribute one whose name starts with `X-`
    public DateRangeBuilder client(Attribute attribute) {
        if (!attribute.name().startsWith("X-")) {
            throw new IllegalArgumentException("name=" + attribute.name());
        }
        clientAttributes.add(attribute);
        return this;
    }

    public DateRange build() {
        return new DateRange(
                id,
                className,
                startDate,
                cue,
                endDate,
                duration,
                plannedDuration,
                scte35Cmd,
                scte35Out,
                scte35In,
                endsOnNext,
                clientAttributes,
                List.of());
    }
}
