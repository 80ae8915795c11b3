package dev.anabranch.transcode.title;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Trim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stretches of a film that are tried: of whole segments, so that keyframes weigh what they do
/// in the film, one in the middle of each part when it is cut into as many parts as there are
/// samples.
///
/// @param parts on the time of the source
/// @param isWhole whether they are all of what is taken of the film
public record Samples(List<Trim> parts, boolean isWhole) {

    /// A film that is longer than its samples by less than this is tried as a whole.
    private static final double HARDLY_LONGER = 1.25;

    public Samples {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
    }

    /// @param taken what of the film is taken
    /// @param length of that; empty when nobody knows, and then the beginning has to do
    /// @param segment how long segments are
    public static Samples of(
            PerTitle wanted, Trim taken, Optional<Duration> length, Duration segment) {
        var each = segment;
        while (each.compareTo(wanted.sampleLength()) < 0) {
            each = each.plus(segment);
        }
        var all = each.multipliedBy(wanted.samples());
        if (length.isEmpty()) {
            return new Samples(
                    List.of(new Trim(taken.start(), Optional.of(taken.start().plus(all)))), false);
        }
        if (length.get().toMillis() <= all.toMillis() * HARDLY_LONGER) {
            return new Samples(List.of(taken), true);
        }
        var parts = new ArrayList<Trim>();
        long spread = length.get().minus(each).toMillis();
        for (int i = 0; i < wanted.samples(); i++) {
            long millis = Math.round(spread * (i + 0.5) / wanted.samples());
            var start = taken.start().plusMillis(millis);
            parts.add(new Trim(start, Optional.of(start.plus(each))));
        }
        return new Samples(parts, false);
    }

    Decision decision() {
        if (isWhole) {
            return new Decision("samples", "all that is taken of the film", "it is short");
        }
        var first = parts.getFirst();
        double each = first.end().orElseThrow().minus(first.start()).toMillis() / 1000.0;
        return parts.size() == 1
                ? new Decision(
                        "samples",
                        "the first %.3g s".formatted(each),
                        "nobody knows how long the film is")
                : new Decision(
                        "samples",
                        "%d of %.3g s".formatted(parts.size(), each),
                        "spread evenly over the film");
    }
}
