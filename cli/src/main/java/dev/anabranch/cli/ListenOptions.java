package dev.anabranch.cli;

import dev.anabranch.origin.Config;
import dev.anabranch.service.StreamFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of `serve` that are about HTTP; null where the configuration file, or else a
/// default, is to say.
final class ListenOptions {

    private static final int USUAL_PORT = 8080;
    private static final String EVERYWHERE = "0.0.0.0";

    /// An origin is compared as text: with a path or a `/` at its end it would never match.
    private static final Pattern ORIGIN =
            Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/?#\\sA-Z]+");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port; 0 takes a free one. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen at. Default: 0.0.0.0, which is all of them.")
    private @Nullable String host;

    @Option(
            names = "--tls-certificate",
            paramLabel = "PEM",
            description = "Serve over TLS with this certificate chain.")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "PEM",
            description = "The private key of --tls-certificate.")
    private @Nullable Path tlsKey;

    @Option(
            names = "--cors",
            split = ",",
            defaultValue = "*",
            paramLabel = "ORIGIN",
            description = "The sites that may read, separated by commas. Default: every one.")
    private List<String> corsOrigins = List.of("*");

    @Option(
            names = "--segment-age",
            defaultValue = "1h",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = {
                "How long caches may keep a segment without asking. Default: ${DEFAULT-VALUE}.",
                "From 168h on it is also said to be immutable: only when files are never replaced."
            })
    private Duration segmentAge = Config.Ages.DEFAULT.segment();

    Config config(StreamFile.Listening file) throws NoSuchFileException {
        checkOrigins();
        var config =
                Config.at(port(file))
                        .withHost(host(file))
                        .withCorsOrigins(corsOrigins)
                        .withAges(new Config.Ages(segmentAge, Config.Ages.DEFAULT.playlist()));
        var tls = tls(file);
        return tls.isEmpty() ? config : config.withTls(tls.get());
    }

    private String host(StreamFile.Listening file) {
        return host != null ? host : file.host().orElse(EVERYWHERE);
    }

    private int port(StreamFile.Listening file) {
        Range.check(spec, "--port", port, 0, 65_535);
        return port != null ? port : file.port().orElse(USUAL_PORT);
    }

    private void checkOrigins() {
        for (var origin : corsOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw misuse(
                        "--cors: '"
                                + origin
                                + "' is neither * nor an origin as browsers send it, such as https://example.com or http://localhost:3000");
            }
        }
    }

    private Optional<Config.Tls> tls(StreamFile.Listening file) throws NoSuchFileException {
        if (tlsCertificate == null && tlsKey == null) {
            return readable(
                    file.tls().map(files -> new Config.Tls(files.certificate(), files.key())));
        }
        if (tlsCertificate == null || tlsKey == null) {
            throw misuse("--tls-certificate and --tls-key go together");
        }
        return readable(Optional.of(new Config.Tls(tlsCertificate, tlsKey)));
    }

    private static Optional<Config.Tls> readable(Optional<Config.Tls> tls)
            throws NoSuchFileException {
        if (tls.isPresent()) {
            for (var file : List.of(tls.get().certificate(), tls.get().key())) {
                if (!Files.isReadable(file)) {
                    throw new NoSuchFileException(file.toString());
                }
            }
        }
        return tls;
    }

    private ParameterException misuse(String words) {
        return new ParameterException(spec.commandLine(), words);
    }
}
