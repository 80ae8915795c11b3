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

    /// When the last of a Period ends: pictures may be shown somewhat after they are decoded, and
    /// sound that primes a decoder is decoded but not shown, so there are two answers.
    private record Longest(long laterNanos, long earlierNanos, long frameNanos) {

        Longest max(Longest other) {
            return new Longest(
                    Math.max(laterNanos, other.laterNanos),
                    Math.max(earlierNanos, other.earlierNanos),
                    Math.max(frameNanos, other.frameNanos));
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
        long shown = timed.getLast().shownToNanos() - offset(representation);
        long decoded = timed.getLast().endNanos() - offset(representation);
        long frame = Math.max(timed.getFirst().frameNanos(), timed.getLast().frameNanos());
        var length = new Longest(Math.max(shown, decoded), Math.min(shown, decoded), frame);
        longest.merge(representation.span(), length, Longest::max);
    }

    void check(Findings findings) {
        boolean isOnly = longest.size() == 1;
        longest.forEach((span, measured) -> {
            if (span.duration().isEmpty()) {
                return;
            }
            long declared = span.duration().get().toNanos();
            boolean isShort = measured.laterNanos < declared - measured.frameNanos;
            boolean isLong = measured.earlierNanos > declared + measured.frameNanos;
            if (isShort || isOnly && isLong) {
                findings.add(
                        new Breach(
                                ID,
                                isShort ? Breach.Severity.MUST : Breach.Severity.SHOULD,
                                address,
                                "Period " + span.period().id().orElse(""),
                                "the Period lasts %s, its media %s; allowed is one frame, %s"
                                        .formatted(
                                                Clocks.seconds(declared),
                                                Clocks.seconds(measured.laterNanos),
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
