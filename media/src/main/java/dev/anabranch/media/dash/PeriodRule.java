package dev.anabranch.media.dash;

import java.time.Duration;
import java.util.function.Consumer;

/// Periods follow each other and fill the presentation (5.3.2.1).
record PeriodRule() implements Rule {

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        var end = Duration.ZERO;
        var spans = PeriodSpan.of(mpd);
        for (int i = 0; i < spans.size(); i++) {
            var span = spans.get(i);
            var path = "Period[" + span.period().id().orElse(Integer.toString(i)) + "]";
            if (mpd.type() == PresentationType.DYNAMIC && span.period().id().isEmpty()) {
                breaches.accept(
                        new Breach("period-id", path, "@id is missing in a dynamic presentation"));
            }
            var start = span.start().orElse(end);
            if (start.compareTo(end) < 0) {
                breaches.accept(
                        new Breach("period-order", path, "starts at " + start + ", before " + end));
            }
            var own = span.period().duration();
            if (own.isPresent() && span.duration().isPresent() && isWrong(mpd, own.get(), span)) {
                breaches.accept(
                        new Breach(
                                "period-duration",
                                path,
                                "@duration is "
                                        + own.get()
                                        + ", but the next Period starts after "
                                        + span.duration().get()));
            }
            end = span.end().orElse(start);
        }
        checkEnd(mpd, end, breaches);
    }

    /// Where both say so, a Period ends when its `@duration` is over and the next begins later: an
    /// Early Terminated Period, which 5.3.2.1 has for presentations that are updated. Elsewhere the
    /// two say the same.
    private static boolean isWrong(Mpd mpd, Duration own, PeriodSpan span) {
        int order = own.compareTo(span.duration().orElse(own));
        boolean mayEndEarly =
                mpd.type() == PresentationType.DYNAMIC && mpd.minimumUpdatePeriod().isPresent();
        return mayEndEarly ? order > 0 : order != 0;
    }

    private static void checkEnd(Mpd mpd, Duration end, Consumer<Breach> breaches) {
        var whole = mpd.mediaPresentationDuration();
        boolean isRemote = mpd.periods().stream().anyMatch(p -> p.extras().xlinkHref().isPresent());
        if (whole.isEmpty() || mpd.periods().isEmpty() || isRemote) {
            return;
        }
        if (!whole.get().equals(end)) {
            breaches.accept(
                    new Breach(
                            "presentation-duration",
                            "MPD",
                            "@mediaPresentationDuration is "
                                    + whole.get()
                                    + ", but the last Period ends at "
                                    + end));
        }
    }
}
