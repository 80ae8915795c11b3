package dev.anabranch.media.dash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.function.Consumer;

/// Attributes that must be there, and identifiers that must be unique (5.3.1 to 5.3.7).
record MandatoryRule() implements Rule {

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        if (mpd.profiles().isEmpty()) {
            breaches.accept(new Breach("mandatory-profiles", "MPD", "@profiles is missing"));
        }
        if (mpd.minBufferTime().isEmpty()) {
            breaches.accept(
                    new Breach("mandatory-min-buffer-time", "MPD", "@minBufferTime is missing"));
        }
        if (mpd.periods().isEmpty()) {
            breaches.accept(new Breach("mandatory-period", "MPD", "there is no Period"));
        }
        for (var period : mpd.periods()) {
            uniqueIds(period, breaches);
        }
        for (var representation : EffectiveRepresentation.of(mpd)) {
            representation(representation, breaches);
        }
    }

    private static void representation(
            EffectiveRepresentation effective, Consumer<Breach> breaches) {
        var path = effective.path();
        var representation = effective.representation();
        if (representation.id().isEmpty() || representation.id().matches(".*\\s.*")) {
            breaches.accept(
                    new Breach("mandatory-id", path, "@id is missing or has white space in it"));
        }
        if (representation.bandwidth().orElse(0L) == 0) {
            breaches.accept(new Breach("mandatory-bandwidth", path, "@bandwidth is missing or 0"));
        }
        var mimeType = effective.common().mimeType().orElse("");
        if (mimeType.isEmpty()) {
            breaches.accept(new Breach("mandatory-mime-type", path, "@mimeType is missing"));
        }
        boolean hasCodecs = mimeType.matches("(?:audio|video|application)/(?:mp4|webm|mp2t)");
        if (hasCodecs && effective.common().codecs().orElse("").isBlank()) {
            breaches.accept(new Breach("codecs", path, "@codecs is missing"));
        }
    }

    private static void uniqueIds(Period period, Consumer<Breach> breaches) {
        var sets = new HashSet<Long>();
        var representations = new HashMap<String, Representation>();
        var path = "Period[" + period.id().orElse("") + "]";
        for (var set : period.adaptationSets()) {
            if (set.id().isPresent() && !sets.add(set.id().get())) {
                var text = "two sets have the id " + set.id().get();
                breaches.accept(new Breach("unique-id", path, text));
            }
            for (var representation : set.representations()) {
                var same = representations.putIfAbsent(representation.id(), representation);
                // Only one that is the same in all it says may be listed twice (5.3.5.2).
                if (same != null && !same.equals(representation)) {
                    var text = "two representations have the id " + representation.id();
                    breaches.accept(new Breach("unique-id", path, text));
                }
            }
        }
    }
}
