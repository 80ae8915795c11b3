package dev.anabranch.media.dash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A Period with the times it leaves to its neighbours to say (5.3.2.1).
///
/// @param start on the presentation's timeline; empty when it is announced without one
/// @param duration empty while nobody knows
public record PeriodSpan(Period period, Optional<Duration> start, Optional<Duration> duration) {

    /// All Periods of `mpd` in order.
    public static List<PeriodSpan> of(Mpd mpd) {
        var spans = new ArrayList<PeriodSpan>();
        for (int i = 0; i < mpd.periods().size(); i++) {
            var period = mpd.periods().get(i);
            var before = spans.isEmpty() ? Optional.<Duration>empty() : spans.getLast().end();
            var zero =
                    spans.isEmpty() && mpd.type() == PresentationType.STATIC
                            ? Optional.of(Duration.ZERO)
                            : Optional.<Duration>empty();
            var start = period.start().or(() -> before).or(() -> zero);
            spans.add(new PeriodSpan(period, start, duration(mpd, i, start)));
        }
        return List.copyOf(spans);
    }

    /// Where the next Period begins.
    public Optional<Duration> end() {
        return start.flatMap(from -> duration.map(from::plus));
    }

    private static Optional<Duration> duration(Mpd mpd, int index, Optional<Duration> start) {
        boolean isLast = index == mpd.periods().size() - 1;
        var next = isLast ? Optional.<Duration>empty() : mpd.periods().get(index + 1).start();
        var own = mpd.periods().get(index).duration();
        var end = isLast ? mpd.mediaPresentationDuration() : Optional.<Duration>empty();
        return between(start, next).or(() -> own).or(() -> between(start, end));
    }

    private static Optional<Duration> between(Optional<Duration> start, Optional<Duration> end) {
        return start.flatMap(from -> end.map(to -> to.minus(from)))
                .filter(span -> !span.isNegative());
    }
}
