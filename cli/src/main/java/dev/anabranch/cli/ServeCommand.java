package dev.anabranch.cli;

import dev.anabranch.origin.Catalogue;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.MediaFolder;
import dev.anabranch.origin.Origin;
import dev.anabranch.origin.PackagedFolder;
import dev.anabranch.origin.Tally;
import dev.anabranch.packager.CutPolicy;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.Presentation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch serve`: folders of videos and of packaged output over HTTP.
@Command(
        name = "serve",
        description = {
            "Serves folders over HTTP: MP4 and MOV files just in time as HLS and DASH, packaged output as it is.",
            "Nothing is written to disk."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {

    private static final int MAXIMUM_OPEN_FILES = 256;

    /// An origin is compared as text: with a path or a `/` at its end it would never match.
    private static final Pattern ORIGIN =
            Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/?#\\sA-Z]+");

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders to serve.")
    private List<Path> folders = List.of();

    @Option(names = "--demo", description = "Serve the demo clip, too.")
    private boolean isDemo;

    @Option(
            names = "--port",
            defaultValue = "${env:ANABRANCH_PORT:-8080}",
            paramLabel = "N",
            description = "The port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "${env:ANABRANCH_HOST:-0.0.0.0}",
            paramLabel = "ADDRESS",
            description = "The address to listen at. Default: ${DEFAULT-VALUE}.")
    private String host = "0.0.0.0";

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
            names = "--container",
            defaultValue = "cmaf",
            paramLabel = "cmaf|ts",
            description =
                    "What just-in-time segments are; ts is for HLS only. Default: ${DEFAULT-VALUE}.")
    private PackageCommand.Container container = PackageCommand.Container.CMAF;

    @Option(
            names = "--segment",
            defaultValue = "4s",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "How long just-in-time segments should be. Default: ${DEFAULT-VALUE}.")
    private Duration segment = Duration.ofSeconds(4);

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

    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean isOpening;

    @Override
    public Integer call() throws IOException, CommandException, InterruptedException {
        var config = config();
        var packaging = packaging();
        var asked = new CountDownLatch(1);
        try (var _ = Interruption.cancelling(asked::countDown);
                var demo = isDemo ? DemoClip.unpack() : DemoClip.none();
                var origin = start(config, catalogue(folders(demo), packaging))) {
            announce(origin);
            asked.await();
        }
        return ExitCode.OK.status();
    }

    private void announce(Origin origin) {
        var out = spec.commandLine().getOut();
        out.println("anabranch " + Version.number() + " serves at " + origin.uri());
        if (host.equals("0.0.0.0") || host.equals("::")) {
            out.println(
                    "everyone who can reach this machine can watch; for yourself alone: --host 127.0.0.1");
        }
        if (isDemo) {
            out.println(
                    "watch the demo at " + origin.uri().resolve("watch/" + DemoClip.PLAYBACK_ID));
        }
        out.flush();
        if (isOpening) {
            Desktop.open(isDemo ? demo(origin) : origin.uri());
        }
    }

    private static URI demo(Origin origin) {
        return origin.uri().resolve("watch/" + DemoClip.PLAYBACK_ID + "?autoplay");
    }

    /// Serves until it is closed, and closes the catalogue then.
    static Origin start(Config config, Catalogue catalogue) throws IOException, CommandException {
        var clocks = new Origin.Clocks(InstantSource.system(), System::nanoTime);
        try {
            return Origin.start(config, catalogue, new Tally(), clocks);
        } catch (IOException failure) {
            catalogue.close();
            throw ListenFailure.of(failure, config);
        }
    }

    private List<Path> folders(DemoClip demo) {
        var all = new ArrayList<>(folders);
        demo.folder().ifPresent(all::add);
        if (all.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "nothing to serve: name a folder of videos, or add --demo");
        }
        return all;
    }

    /// What is packaged in these folders, and their movies just in time.
    static Catalogue catalogue(List<Path> folders, Packaging packaging) throws IOException {
        var clock = InstantSource.system();
        var parts = new ArrayList<Catalogue>();
        for (var folder : folders) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            parts.add(new PackagedFolder(folder, clock));
            var recipe =
                    new MediaFolder.Recipe(
                            file -> open(file, packaging),
                            packaging.toString(),
                            packaging.hasDash());
            parts.add(new MediaFolder(folder, recipe, MAXIMUM_OPEN_FILES, clock));
        }
        return Catalogue.of(parts);
    }

    private static Presentation open(Path file, Packaging packaging)
            throws IOException, dev.anabranch.media.MediaFormatException {
        return Packager.of(file).packaging(packaging).open();
    }

    private Packaging packaging() {
        var base =
                container == PackageCommand.Container.TS
                        ? Packaging.TRANSPORT_STREAM
                        : Packaging.DEFAULT;
        try {
            return base.withCuts(CutPolicy.of(segment));
        } catch (IllegalArgumentException tooShort) {
            throw new ParameterException(
                    spec.commandLine(), "--segment must be between 100ms and 1h");
        }
    }

    private Config config() throws NoSuchFileException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port must be in 0..65535");
        }
        for (var origin : corsOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--cors: '"
                                + origin
                                + "' is neither * nor an origin as browsers send it, such as https://example.com or http://localhost:3000");
            }
        }
        var config =
                Config.at(port)
                        .withHost(host)
                        .withCorsOrigins(corsOrigins)
                        .withAges(new Config.Ages(segmentAge, Config.Ages.DEFAULT.playlist()));
        if (tlsCertificate == null && tlsKey == null) {
            return config;
        }
        if (tlsCertificate == null || tlsKey == null) {
            throw new ParameterException(
                    spec.commandLine(), "--tls-certificate and --tls-key go together");
        }
        for (var file : List.of(tlsCertificate, tlsKey)) {
            if (!Files.isReadable(file)) {
                throw new NoSuchFileException(file.toString());
            }
        }
        return config.withTls(new Config.Tls(tlsCertificate, tlsKey));
    }
}
