package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import java.util.function.Consumer;

/// No segment is longer than `MPD@maxSegmentDuration` says (5.3.1.2).
record SegmentDurationRule() implements Rule {

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        if (mpd.maxSegmentDuration().isEmpty()) {
            return;
        }
        long limitNanos = mpd.maxSegmentDuration().get().toNanos();
        for (var representation : EffectiveRepresentation.of(mpd)) {
            try {
                check(representation, limitNanos, breaches);
            } catch (MediaFormatException e) {
                // The addressing rule reports what cannot be expanded.
            }
        }
    }

    private static void check(
            EffectiveRepresentation at, long limitNanos, Consumer<Breach> breaches)
            throws MediaFormatException {
        if (at.addressing().template().isEmpty() && at.addressing().list().isEmpty()) {
            return;
        }
        for (var segment : at.segments("", AlignmentRule.horizon(at.span()))) {
            if (segment.timescale().compare(segment.durationTicks(), Timescale.NANOS, limitNanos)
                    > 0) {
                var text =
                        "segment %d lasts %d/%d s, more than @maxSegmentDuration"
                                .formatted(
                                        segment.number(),
                                        segment.durationTicks(),
                                        segment.timescale().ticksPerSecond());
                breaches.accept(new Breach("max-segment-duration", at.path(), text));
                return;
            }
        }
    }
}
