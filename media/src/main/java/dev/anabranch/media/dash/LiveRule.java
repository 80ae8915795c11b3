package dev.anabranch.media.dash;

import java.util.function.Consumer;

/// What only a dynamic presentation has, and must have (5.3.1.2).
record LiveRule() implements Rule {

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        switch (mpd.type()) {
            case STATIC -> checkStatic(mpd, breaches);
            case DYNAMIC -> checkDynamic(mpd, breaches);
        }
    }

    private static void checkStatic(Mpd mpd, Consumer<Breach> breaches) {
        if (mpd.minimumUpdatePeriod().isPresent()) {
            breaches.accept(
                    new Breach(
                            "static-update-period",
                            "MPD",
                            "@minimumUpdatePeriod on a static presentation"));
        }
        boolean hasEnd =
                mpd.mediaPresentationDuration().isPresent()
                        || !mpd.periods().isEmpty()
                                && mpd.periods().getLast().duration().isPresent();
        if (!hasEnd) {
            breaches.accept(
                    new Breach(
                            "static-duration",
                            "MPD",
                            "neither @mediaPresentationDuration nor the last Period's @duration"));
        }
    }

    private static void checkDynamic(Mpd mpd, Consumer<Breach> breaches) {
        if (mpd.availabilityStartTime().isEmpty()) {
            breaches.accept(
                    new Breach(
                            "dynamic-availability-start",
                            "MPD",
                            "@availabilityStartTime is missing"));
        }
        if (mpd.publishTime().isEmpty()) {
            breaches.accept(new Breach("dynamic-publish-time", "MPD", "@publishTime is missing"));
        }
        boolean hasEnd =
                mpd.mediaPresentationDuration().isPresent()
                        || !mpd.periods().isEmpty()
                                && mpd.periods().getLast().duration().isPresent();
        if (mpd.minimumUpdatePeriod().isEmpty() && !hasEnd) {
            breaches.accept(
                    new Breach(
                            "dynamic-update-period",
                            "MPD",
                            "it has no end, and no @minimumUpdatePeriod"));
        }
    }
}
