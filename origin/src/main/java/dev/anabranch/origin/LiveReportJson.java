package dev.anabranch.origin;

import dev.anabranch.packager.live.LivePresentation;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Writes a [LiveReport] as JSON, with what this origin knows besides.
///
/// ```
/// {"name", "state", "health", "isPlayable", "hasEnded", "since", "awaySince", "awayUntil",
///  "viewers", "targetLatencySeconds", "recording",
///  "reasons": [{"fault", "cure"}], "tracks": [{"label", "words"}],
///  "seconds": [{"at", "videoBitsPerSecond", "audioBitsPerSecond", "framesPerSecond",
///               "keyframeSeconds", "segmentDelaySeconds", "viewers"}]}
/// ```
///
/// Ingest addresses are not in it: only the page shows them.
final class LiveReportJson {

    private final StringBuilder json = new StringBuilder(4096);

    private LiveReportJson() {}

    /// @param mostSeconds how many of the last seconds to tell
    static String of(LiveChannel channel, Audience audience, int mostSeconds) {
        return new LiveReportJson().write(channel, audience, mostSeconds);
    }

    private String write(LiveChannel channel, Audience audience, int mostSeconds) {
        var report = channel.report();
        var presentation = channel.presentation();
        var all = report.seconds();
        var others = all.isEmpty() ? 0 : all.getLast().otherViewers();
        json.append('{');
        text("name", channel.name());
        text("state", word(report.state()));
        text("health", word(report.health()));
        raw("isPlayable", presentation.flatMap(LivePresentation::multivariant).isPresent());
        raw("hasEnded", presentation.map(LivePresentation::hasEnded).orElse(false));
        instant("since", report.since());
        instant("awaySince", report.away().map(LiveReport.Away::since));
        instant("awayUntil", report.away().flatMap(LiveReport.Away::until));
        raw("viewers", audience.viewers() + others);
        raw("targetLatencySeconds", presentation.map(LiveReportJson::targetLatency).orElse(0.0));
        raw("recording", recording(channel).map(Problem::quote).orElse("null"));
        list(
                "reasons",
                report.reasons(),
                (one, reason) -> {
                    one.text("fault", reason.fault());
                    one.text("cure", reason.cure());
                });
        list(
                "tracks",
                report.tracks(),
                (one, track) -> {
                    one.text("label", track.label());
                    one.text("words", track.words());
                });
        list(
                "seconds",
                all.subList(Math.max(0, all.size() - mostSeconds), all.size()),
                (one, second) -> one.second(second, audience));
        end('}');
        return json.append('\n').toString();
    }

    /// The page of what was kept of a stream that has ended.
    private static Optional<String> recording(LiveChannel channel) {
        return channel.presentation()
                .filter(LivePresentation::hasEnded)
                .flatMap(over -> channel.recordedTitle())
                .map(id -> "/watch/" + id);
    }

    /// How far before the end of our playlists players begin, in seconds and whole milliseconds;
    /// behind the encoder they are by the way to them more.
    static double targetLatency(LivePresentation presentation) {
        return presentation.renditions().stream()
                .filter(rendition -> !rendition.isTransportStream())
                .findFirst()
                .map(rendition ->
                        rendition.partTarget().toDouble() > 0
                                ? 3 * rendition.partTarget().toDouble()
                                : 3.0 * rendition.targetDuration())
                .map(seconds -> Math.round(seconds * 1000) / 1000.0)
                .orElse(0.0);
    }

    private void second(LiveReport.Second second, Audience audience) {
        text("at", second.at().toString());
        raw("videoBitsPerSecond", second.videoBitsPerSecond());
        raw("audioBitsPerSecond", second.audioBitsPerSecond());
        raw("framesPerSecond", decimal(second.framesPerSecond()));
        raw("keyframeSeconds", seconds(second.keyframeDistance()));
        raw("segmentDelaySeconds", seconds(second.segmentDelay()));
        raw("viewers", second.otherViewers() + audience.viewersAt(second.at().getEpochSecond()));
    }

    private static String seconds(Duration duration) {
        return decimal(duration.toNanos() / 1e9);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", Double.isFinite(value) ? value : 0);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void text(String name, String value) {
        raw(name, Problem.quote(value));
    }

    private void instant(String name, Optional<Instant> at) {
        raw(name, at.map(Instant::toString).map(Problem::quote).orElse("null"));
    }

    private void raw(String name, Object value) {
        json.append('"').append(name).append("\":").append(value).append(',');
    }

    private <T> void list(String name, Iterable<T> all, BiConsumer<LiveReportJson, T> writer) {
        json.append('"').append(name).append("\":[");
        for (var one : all) {
            json.append('{');
            writer.accept(this, one);
            end('}');
            json.append(',');
        }
        end(']');
        json.append(',');
    }

    /// Takes the last comma back.
    private void end(char bracket) {
        var last = json.length() - 1;
        if (json.charAt(last) == ',') {
            json.setLength(last);
        }
        json.append(bracket);
    }
}
