package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.PeriodSpan;
import java.util.LinkedHashMap;
import java.util.Map;

/// The media of a static Period fills it: what is presented from the presentation time offset on
/// lasts as long as the Period says. More of it is cut off by players, less leaves them waiting.
/// Owned by one thread.
final class PeriodLengths {

    private static final String ID = "mpd-duration";

    private final String address;
    private final Map<PeriodSpan, Longest> longest = new LinkedHashMap<>();

    PeriodLengths(String address) {
        this.address = address;
    }

    private record Longest(long nanos, long frameNanos) {

        Longest max(Longest other) {
            return nanos >= other.nanos ? this : other;
        }
    }

    void add(EffectiveRepresentation representation, MeasuredRendition rendition) {
        var timed =
                rendition.segments().stream()
                        .flatMap(segment -> segment.main().stream())
                        .filter(track ->
                                track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO)
                        .toList();
        if (timed.isEmpty()) {
            return;
        }
        long end = Math.max(timed.getLast().shownToNanos(), timed.getLast().endNanos());
        long frame = Math.max(timed.getFirst().frameNanos(), timed.getLast().frameNanos());
        var length = new Longest(end - offset(representation), frame);
        longest.merge(representation.span(), length, Longest::max);
    }

    void check(Findings findings) {
        boolean isOnly = longest.size() == 1;
        longest.forEach((span, measured) -> {
            if (span.duration().isEmpty()) {
                return;
            }
            long surplus = measured.nanos - span.duration().get().toNanos();
            boolean isShort = surplus < -measured.frameNanos;
            if (isShort || isOnly && surplus > measured.frameNanos) {
                findings.add(
                        new Breach(
                                ID,
                                isShort ? Breach.Severity.MUST : Breach.Severity.SHOULD,
                                address,
                                "Period " + span.period().id().orElse(""),
                                "the Period lasts %s, its media %s; allowed is one frame, %s"
                                        .formatted(
                                                Clocks.seconds(span.duration().get().toNanos()),
                                                Clocks.seconds(measured.nanos),
                                                Clocks.seconds(measured.frameNanos))));
            }
        });
    }

    private static long offset(EffectiveRepresentation representation) {
        try {
            long ticks = representation.presentationTimeOffsetTicks();
            return representation.timescale().duration(ticks).toNanos();
        } catch (MediaFormatException told) {
            // The addressing rule has told it; without a clock there is no offset either.
            return 0;
        }
    }
}
