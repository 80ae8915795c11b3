package dev.anabranch.service;

import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.live.LadderSettings;
import dev.anabranch.live.LatencyMode;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.live.LivePolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// The words for [BroadcastSettings]: the same in the configuration file, in the API and in what is
/// kept.
final class SettingWords {

    private static final Duration SHORTEST_SEGMENT = Duration.ofMillis(500);
    private static final Duration LONGEST_SEGMENT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PART = Duration.ofMillis(50);
    private static final Duration LONGEST_PART = Duration.ofSeconds(2);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

    private SettingWords() {}

    static BroadcastSettings read(Section said, BroadcastSettings defaults)
            throws MediaFormatException {
        var mode = said.word("latency_mode", LatencyMode.class).orElse(defaults.latencyMode());
        var usual = usual(mode, defaults);
        var segment =
                said.duration("segment", SHORTEST_SEGMENT, LONGEST_SEGMENT).orElse(usual.segment());
        var part = said.duration("part", SHORTEST_PART, LONGEST_PART).orElse(usual.part());
        if (part.compareTo(segment) > 0) {
            throw said.refusal("part", "is at most as long as a segment");
        }
        return new BroadcastSettings(
                mode,
                new LivePolicy(
                        segment,
                        part,
                        usual.longestSegment(),
                        said.duration("window", Duration.ZERO, LONGEST_WINDOW)
                                .orElse(usual.window()),
                        usual.isLowLatency(),
                        said.flag("transport_stream").orElse(usual.hasTransportStream())),
                said.duration(
                                "reconnect_window",
                                Duration.ZERO,
                                BroadcastSettings.LONGEST_RECONNECT_WINDOW)
                        .orElse(defaults.reconnectWindow()),
                said.flag("record").orElse(defaults.isRecorded()),
                ladder(said, defaults.ladder()));
    }

    private static LadderSettings ladder(Section said, LadderSettings before)
            throws MediaFormatException {
        var settings = before;
        var words = said.text("ladder");
        if (words.isPresent()) {
            try {
                settings = settings.withLadder(words.get());
            } catch (MediaFormatException wrong) {
                throw said.refusal(
                        "ladder",
                        "is none, auto, or rungs such as 720p,480p@1M: " + wrong.getMessage());
            }
        }
        return settings.withOpus(said.flag("opus").orElse(before.hasOpus()));
    }

    /// What another mode changes is whether there are parts and how long segments are; the rest
    /// stays as it was.
    private static LivePolicy usual(LatencyMode mode, BroadcastSettings defaults) {
        var before = defaults.policy();
        if (mode == defaults.latencyMode()) {
            return before;
        }
        var own = mode.policy();
        return new LivePolicy(
                own.segment(),
                before.part(),
                before.longestSegment(),
                before.window(),
                own.isLowLatency(),
                before.hasTransportStream());
    }

    static void write(BroadcastSettings settings, Map<String, Object> words) {
        var policy = settings.policy();
        words.put("latency_mode", settings.latencyMode().name().toLowerCase(Locale.ROOT));
        words.put("reconnect_window", seconds(settings.reconnectWindow()));
        words.put("record", settings.isRecorded());
        words.put("segment", seconds(policy.segment()));
        words.put("part", seconds(policy.part()));
        words.put("window", seconds(policy.window()));
        words.put("transport_stream", policy.hasTransportStream());
        words.put("ladder", settings.ladder().words());
        words.put("opus", settings.ladder().hasOpus());
    }

    /// A whole number where it is one, as people write it.
    static Number seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? (Number) time.toSeconds()
                : (Number) (time.toMillis() / 1000.0);
    }
}
