package dev.anabranch.cli;

import dev.anabranch.live.LadderSettings;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.live.LivePolicy;
import dev.anabranch.service.PublishPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options of `serve` that are about live streams; null where the configuration file, or else a
/// default, is to say.
final class LiveOptions {

    private static final int HIGHEST_PORT = 65_535;
    private static final Duration SHORTEST_SEGMENT = Duration.ofMillis(500);
    private static final Duration LONGEST_SEGMENT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PART = Duration.ofMillis(50);
    private static final Duration LONGEST_PART = Duration.ofSeconds(2);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "Streams and settings, in YAML; read again whenever it changes.",
                "Default: ./anabranch.yaml, if there is one."
            })
    @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Where the admin secret, streams and recordings are kept.",
                "Default: anabranch in the user's data folder (XDG_DATA_HOME)."
            })
    @Nullable Path data;

    @Option(names = "--ephemeral", description = "Keep nothing: no streams, no recordings.")
    boolean isEphemeral;

    @Option(
            names = "--rtmp-port",
            paramLabel = "N",
            description = "Where encoders publish; 0 takes a free one. Default: 1935.")
    @Nullable Integer rtmpPort;

    @Option(
            names = "--rtmps-port",
            paramLabel = "N",
            description = "The same over TLS; needs --tls-certificate. Default: none.")
    @Nullable Integer rtmpsPort;

    @Option(names = "--no-rtmp", description = "Let nobody publish.")
    boolean hasNoRtmp;

    @Option(
            names = "--publish",
            paramLabel = "WHO",
            description = {
                "Who may publish without a stream key: keys (nobody), local (this machine), anyone.",
                "Default: local."
            })
    @Nullable PublishPolicy publish;

    @Option(
            names = "--live-segment",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "How long segments of live streams should be. Default: 2s.")
    @Nullable Duration segment;

    @Option(
            names = "--part",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "How long parts of live segments should be. Default: 200ms.")
    @Nullable Duration part;

    @Option(
            names = "--live-ladder",
            paramLabel = "LADDER",
            description = {
                "Smaller renditions of live streams: none, auto, or rungs such as 720p,480p@1M.",
                "Default: none."
            })
    @Nullable String ladder;

    /// @throws picocli.CommandLine.ParameterException when a number is one that cannot be
    void check() {
        Range.check(spec, "--rtmp-port", rtmpPort, 0, HIGHEST_PORT);
        Range.check(spec, "--rtmps-port", rtmpsPort, 0, HIGHEST_PORT);
        Range.check(spec, "--live-segment", segment, SHORTEST_SEGMENT, LONGEST_SEGMENT);
        Range.check(spec, "--part", part, SHORTEST_PART, LONGEST_PART);
    }

    /// What these options make of what a file says.
    ///
    /// @throws picocli.CommandLine.ParameterException when it is no ladder
    LadderSettings over(LadderSettings said) {
        var words = ladder;
        if (words == null) {
            return said;
        }
        try {
            return said.withLadder(words);
        } catch (MediaFormatException wrong) {
            throw Range.misuse(spec, "--live-ladder", String.valueOf(wrong.getMessage()));
        }
    }

    /// What these options make of what a file or a mode says.
    ///
    /// @throws picocli.CommandLine.ParameterException when the two do not go together
    LivePolicy over(LivePolicy said) {
        var segments = segment != null ? segment : said.segment();
        var parts = part != null ? part : said.part();
        if (parts.compareTo(segments) > 0) {
            throw Range.misuse(
                    spec,
                    part != null ? "--part" : "--live-segment",
                    "does not fit: a part of "
                            + parts.toMillis()
                            + "ms is longer than a segment of "
                            + segments.toMillis()
                            + "ms");
        }
        return new LivePolicy(
                segments,
                parts,
                said.longestSegment(),
                said.window(),
                said.isLowLatency(),
                said.hasTransportStream());
    }
}
