package dev.anabranch.origin;

import dev.anabranch.packager.live.LivePresentation;

/// A stream's state in one word for people. `live.js` says the same from `report.json`.
public enum LiveWords {
    ON_AIR("On air", "playable"),
    /// Something comes in, and there is nothing to watch yet.
    STARTING("Starting", "starting"),
    /// The encoder is away, the stream is kept for it.
    RECONNECTING("Reconnecting", "away"),
    /// What there was can still be watched for a while.
    ENDED("Ended", "idle"),
    WAITING("Waiting", "idle"),
    OFF("Off", "idle");

    private final String word;
    private final String style;

    LiveWords(String word, String style) {
        this.word = word;
        this.style = style;
    }

    public static LiveWords of(LiveChannel channel) {
        var report = channel.report();
        var presentation = channel.presentation();
        return switch (report.state()) {
            case DISABLED -> OFF;
            case IDLE ->
                    presentation.filter(LivePresentation::hasEnded).isPresent() ? ENDED : WAITING;
            case ACTIVE -> {
                if (report.away().isPresent()) {
                    yield RECONNECTING;
                }
                yield presentation.flatMap(LivePresentation::multivariant).isPresent()
                        ? ON_AIR
                        : STARTING;
            }
        };
    }

    /// As it stands on a page.
    public String word() {
        return word;
    }

    /// What the style sheet calls it.
    public String style() {
        return "state state-" + style;
    }
}
