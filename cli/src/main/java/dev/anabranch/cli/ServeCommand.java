package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.origin.Catalogue;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.MediaFolder;
import dev.anabranch.origin.Origin;
import dev.anabranch.origin.PackagedFolder;
import dev.anabranch.origin.Site;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch serve`: folders of videos and of packaged output over HTTP.
@Command(
        name = "serve",
        description = {
            "Serves live streams that encoders publish over RTMP, and folders: MP4 and MOV files just in time as HLS and DASH, packaged output as it is."
        },
        footer = {
            "",
            "In place of options that are not given the environment may say ANABRANCH_PORT, _HOST, _RTMP_PORT, _RTMPS_PORT, _CONFIG,",
            "_DATA, _PUBLISH, _LIVE_SEGMENT, _PART; and ANABRANCH_ADMIN_SECRET (of the API), ANABRANCH_LOG (off, error, warn, info, debug).",
            "The configuration file and all of these: docs/config.md."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {

    private static final int MAXIMUM_OPEN_FILES = 256;

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders to serve.")
    private List<Path> folders = List.of();

    @Option(names = "--demo", description = "Serve the demo clip, too.")
    private boolean isDemo;

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

    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean isOpening;

    @Mixin private ListenOptions listen;
    @Mixin private LiveOptions live;

    @Override
    public Integer call()
            throws IOException, CommandException, InterruptedException, MediaFormatException {
        var setup = LiveSetup.of(live);
        var config = listen.config(setup.file().listening());
        var packaging = packaging();
        var asked = new CountDownLatch(1);
        try (var _ = Interruption.cancelling(asked::countDown);
                var demo = isDemo ? DemoClip.unpack() : DemoClip.none();
                var data = setup.data();
                var streams = LiveServer.prepare(setup, data);
                var catalogue = catalogue(folders(demo), streams.titles(), packaging);
                var origin = start(config, streams.site(catalogue));
                var _ = ServerNote.post(origin.uri(), streams.secret().text())) {
            streams.open(config, origin::viewers);
            announce(origin, config, streams, data);
            asked.await();
        }
        return ExitCode.OK.status();
    }

    private void announce(Origin origin, Config config, LiveServer streams, DataFolder data) {
        var out = spec.commandLine().getOut();
        out.println("anabranch " + Version.number() + " serves at " + origin.uri());
        if (config.host().equals("0.0.0.0") || config.host().equals("::")) {
            out.println(
                    "everyone who can reach this machine can watch; for yourself alone: --host 127.0.0.1");
        }
        if (isDemo) {
            out.println(
                    "watch the demo at " + origin.uri().resolve("watch/" + DemoClip.PLAYBACK_ID));
        }
        PassedOver.in(folders).forEach(out::println);
        Welcome.lines(origin.uri(), streams, data).forEach(out::println);
        out.flush();
        if (isOpening) {
            Desktop.open(isDemo ? demo(origin) : origin.uri());
        }
    }

    private static URI demo(Origin origin) {
        return origin.uri().resolve("watch/" + DemoClip.PLAYBACK_ID + "?autoplay");
    }

    /// Serves until it is closed, and closes the catalogue then.
    static Origin start(Config config, Site site) throws IOException, CommandException {
        var clocks = new Origin.Clocks(InstantSource.system(), System::nanoTime);
        try {
            return Origin.start(config, site, new Tally(), clocks);
        } catch (IOException failure) {
            site.catalogue().close();
            throw ListenFailure.of(failure, config);
        }
    }

    private List<Path> folders(DemoClip demo) {
        var all = new ArrayList<>(folders);
        demo.folder().ifPresent(all::add);
        return all;
    }

    /// What is packaged in these folders, and their movies just in time; then what was recorded.
    static Catalogue catalogue(
            List<Path> folders, Optional<Catalogue> recorded, Packaging packaging)
            throws IOException {
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
        recorded.ifPresent(parts::add);
        return Catalogue.of(parts);
    }

    private static Presentation open(Path file, Packaging packaging)
            throws IOException, MediaFormatException {
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
}
