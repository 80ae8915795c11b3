package dev.anabranch.cli;

import dev.anabranch.service.PublishPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `serve` that are about live streams; null where the configuration file, or else a
/// default, is to say.
final class LiveOptions {

    @Option(
            names = "--config",
            defaultValue = "${env:ANABRANCH_CONFIG}",
            paramLabel = "FILE",
            description = {
                "Streams and settings, in YAML; read again whenever it changes.",
                "Default: ./anabranch.yaml, if there is one."
            })
    @Nullable Path config;

    @Option(
            names = "--data",
            defaultValue = "${env:ANABRANCH_DATA}",
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
            defaultValue = "${env:ANABRANCH_RTMP_PORT}",
            paramLabel = "N",
            description = "Where encoders publish; 0 takes a free one. Default: 1935.")
    @Nullable Integer rtmpPort;

    @Option(
            names = "--rtmps-port",
            defaultValue = "${env:ANABRANCH_RTMPS_PORT}",
            paramLabel = "N",
            description = "The same over TLS; needs --tls-certificate. Default: none.")
    @Nullable Integer rtmpsPort;

    @Option(names = "--no-rtmp", description = "Let nobody publish.")
    boolean hasNoRtmp;

    @Option(
            names = "--publish",
            defaultValue = "${env:ANABRANCH_PUBLISH}",
            paramLabel = "WHO",
            description = {
                "Who may publish without a stream key: keys (nobody), local (this machine), anyone.",
                "Default: local."
            })
    @Nullable PublishPolicy publish;

    @Option(
            names = "--live-segment",
            defaultValue = "${env:ANABRANCH_LIVE_SEGMENT}",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "How long segments of live streams should be. Default: 2s.")
    @Nullable Duration segment;

    @Option(
            names = "--part",
            defaultValue = "${env:ANABRANCH_PART}",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "How long parts of live segments should be. Default: 200ms.")
    @Nullable Duration part;
}
