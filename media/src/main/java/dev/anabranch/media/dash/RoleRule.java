package dev.anabranch.media.dash;

import java.util.Set;
import java.util.function.Consumer;

/// Roles of the DASH scheme have values it defines (5.8.5.5).
record RoleRule() implements Rule {

    private static final Set<String> VALUES =
            Set.of(
                    "caption",
                    "subtitle",
                    "main",
                    "alternate",
                    "supplementary",
                    "commentary",
                    "dub",
                    "description",
                    "sign",
                    "metadata",
                    "enhanced-audio-intelligibility",
                    "emergency",
                    "forced-subtitle",
                    "easyreader",
                    "karaoke");

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        for (var period : mpd.periods()) {
            for (var set : period.adaptationSets()) {
                set.roles().forEach(role -> check(role, path(period, set), breaches));
            }
        }
    }

    private static void check(Descriptor role, String path, Consumer<Breach> breaches) {
        var value = role.value().orElse("");
        if (role.schemeIdUri().isEmpty()) {
            breaches.accept(new Breach("role", path, "Role without @schemeIdUri"));
        } else if (role.schemeIdUri().equals(Descriptor.ROLE) && !VALUES.contains(value)) {
            breaches.accept(
                    new Breach("role", path, "\"" + value + "\" is no role of " + Descriptor.ROLE));
        } else if (role.schemeIdUri().equalsIgnoreCase(Descriptor.ROLE)
                && !role.schemeIdUri().equals(Descriptor.ROLE)) {
            breaches.accept(new Breach("role", path, "the scheme is written " + Descriptor.ROLE));
        }
    }

    private static String path(Period period, AdaptationSet set) {
        int index = period.adaptationSets().indexOf(set);
        var id = set.id().map(number -> Long.toString(number)).orElse(Integer.toString(index));
        return "Period[" + period.id().orElse("") + "]/AdaptationSet[" + id + "]";
    }
}
