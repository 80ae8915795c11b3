package dev.anabranch.cli;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.Recordings;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.origin.Catalogue;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.PackagedFolder;
import dev.anabranch.origin.Site;
import dev.anabranch.packager.live.RecordingArchive;
import dev.anabranch.service.AdminSecret;
import dev.anabranch.service.Api;
import dev.anabranch.service.Channels;
import dev.anabranch.service.Director;
import dev.anabranch.service.Doorkeeper;
import dev.anabranch.service.FileWatch;
import dev.anabranch.service.Gates;
import dev.anabranch.service.Healthz;
import dev.anabranch.service.IngestPorts;
import dev.anabranch.service.LiveStreams;
import dev.anabranch.service.Passes;
import dev.anabranch.service.PublishPolicy;
import dev.anabranch.service.StreamFile;
import dev.anabranch.service.StreamRegistry;
import dev.anabranch.service.StreamStore;
import dev.anabranch.service.StreamWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/// The live half of `serve`: streams, their ingest, their pages and their API, from start to end.
final class LiveServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);
    private static final String RECORDINGS = "recordings";
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

    private final LiveSetup setup;
    private final AdminSecret secret;
    private final AtomicReference<StreamFile> file;
    private final AtomicReference<IngestPorts> ports = new AtomicReference<>(IngestPorts.NONE);
    private final AtomicReference<ToIntFunction<String>> viewers = new AtomicReference<>(name -> 0);
    private final InstantSource clock = InstantSource.system();
    private final Gates gates = new Gates(clock);
    private final Doorkeeper door;
    private final RtmpEdge rtmp;
    private final Broadcasts broadcasts;
    private final StreamRegistry registry;
    private final Channels channels;
    private final Optional<FileWatch> watch;
    private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("live-ticker").daemon().factory());

    private LiveServer(LiveSetup setup, Optional<Path> data)
            throws IOException, CommandException, MediaFormatException {
        this.setup = setup;
        this.file = new AtomicReference<>(setup.file());
        this.secret = setup.secret(data);
        var known = new AtomicReference<StreamRegistry>();
        var clocks = new Clocks(clock, System::nanoTime);
        this.door =
                new Doorkeeper(
                        known::get, this::publishPolicy, () -> file.get().admittance(), gates::of);
        var recordings =
                data.map(path -> new Recordings(new RecordingArchive(path.resolve(RECORDINGS))));
        if (recordings.isPresent()) {
            Files.createDirectories(recordings.get().root());
            recordings.get().repair();
        }
        this.rtmp = new RtmpEdge(clocks, door::ownRequest);
        this.broadcasts =
                new Broadcasts(
                        kernelConfig(),
                        door,
                        setup.file().defaults(),
                        new Broadcasts.Means(clocks, recordings, rtmp, new FoundEncoder()));
        rtmp.use(broadcasts.kernel());
        var store = data.map(StreamStore::in).orElse(StreamStore.NONE);
        this.registry = StreamRegistry.load(store, new Director(broadcasts), known::set);
        if (setup.path().isPresent()) {
            setup.file().check(setup.path().get(), registry::isOfApi);
        }
        registry.configure(setup.file().streams(), clock.instant());
        this.channels = new Channels(broadcasts, door, ports::get, new Passes(door, clock));
        this.watch = setup.path().map(path -> new FileWatch(path, this::reload));
    }

    private static KernelConfig kernelConfig() {
        var usual = KernelConfig.DEFAULT;
        return new KernelConfig(
                usual.defaults().withIdleTimeout(IDLE_TIMEOUT),
                usual.isDeclaredOnly(),
                usual.maxStreams(),
                OffHeap.forFrames(usual.maxMemoryBytes()));
    }

    /// Nothing is open yet: the pages must be there before anyone publishes.
    static LiveServer prepare(LiveSetup setup, DataFolder data)
            throws IOException, CommandException, MediaFormatException {
        return new LiveServer(setup, data.path());
    }

    /// Where finished recordings are; empty when nothing is kept.
    Optional<Path> recordings() {
        return broadcasts.recordings().map(Recordings::root);
    }

    /// The finished recordings, but for those of streams that not everyone may watch: a title is
    /// there for all.
    Optional<Catalogue> titles() throws IOException {
        var root = recordings();
        return root.isEmpty()
                ? Optional.empty()
                : Optional.of(new PackagedFolder(root.get(), clock, this::isTitle));
    }

    private boolean isTitle(String recording) {
        return door.isOpenToAll(Recordings.streamOf(Path.of(recording)));
    }

    /// What the origin serves besides files.
    Site site(Catalogue catalogue) {
        var words =
                new StreamWords(
                        broadcasts, door, ports::get, name -> viewers.get().applyAsInt(name));
        var resource =
                new LiveStreams(registry, broadcasts, words, () -> file.get().defaults(), clock);
        return Site.of(catalogue)
                .withLive(channels)
                .withAnnex(new Api(secret, resource, virtualThreads, clock))
                .withAnnex(new Healthz(broadcasts));
    }

    /// Opens the ports for encoders, and lets time pass.
    ///
    /// @param web how the origin listens: on the same address, with the same certificate
    /// @param watching how many watch a stream of that name over HTTP
    void open(Config web, ToIntFunction<String> watching) throws IOException, CommandException {
        viewers.set(watching);
        broadcasts.start();
        ports.set(rtmp.open(setup, web));
        var _ = ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
        var _ =
                ticker.scheduleAtFixedRate(
                        () -> virtualThreads.execute(this::sweep),
                        0,
                        SWEEP.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            broadcasts.tick();
            channels.tick(clock.instant());
            watch.ifPresent(FileWatch::tick);
        } catch (RuntimeException bug) {
            LOG.error("the second's work failed", bug);
        }
    }

    /// Deletes recordings that are older than is wanted, and gates that the API no longer names.
    private void sweep() {
        gates.retain(registry.guards(file.get().admittance()));
        var age = file.get().keepRecordings();
        var recordings = broadcasts.recordings();
        if (age.isEmpty() || recordings.isEmpty()) {
            return;
        }
        try {
            var deleted =
                    recordings.get().archive().deleteEndedBefore(clock.instant().minus(age.get()));
            deleted.forEach(
                    folder -> LOG.info("{} is deleted, it is older than {}", folder, age.get()));
        } catch (IOException failure) {
            LOG.warn("old recordings cannot be deleted", failure);
        }
    }

    private void reload(Path path) throws IOException, MediaFormatException {
        var next = reread(path);
        next.check(path, registry::isOfApi);
        if (!next.listening().equals(setup.file().listening())) {
            LOG.warn("{}: ports, addresses and the data folder change at the next start", path);
        }
        registry.configure(next.streams(), clock.instant());
        broadcasts.useDefaults(next.defaults());
        file.set(next);
        gates.retain(registry.guards(next.admittance()));
    }

    /// What does not go together with a flag is wrong in the file, once the server runs.
    private StreamFile reread(Path path) throws IOException, MediaFormatException {
        try {
            return setup.reread(path);
        } catch (ParameterException unfit) {
            throw MediaFormatException.malformed("live", String.valueOf(unfit.getMessage()))
                    .inFile(path.toString());
        }
    }

    IngestPorts ports() {
        return ports.get();
    }

    /// Why nobody can publish though somebody might want to.
    Optional<String> trouble() {
        return rtmp.trouble();
    }

    /// The file that was read and is watched.
    Optional<Path> configuration() {
        return setup.path();
    }

    /// That recordings are wanted where nothing is kept.
    Optional<String> unkept() {
        boolean isWanted =
                file.get().defaults().isRecorded()
                        || registry.all().stream()
                                .anyMatch(entry -> entry.definition().settings().isRecorded());
        return isWanted && broadcasts.recordings().isEmpty()
                ? Optional.of(
                        "nothing is recorded although 'record' is set: there is no data folder")
                : Optional.empty();
    }

    /// That there is no port for encoders because none is wanted.
    Optional<String> closedToEncoders() {
        return setup.rtmpPort().isEmpty()
                ? Optional.of("nobody can publish here (--no-rtmp)")
                : Optional.empty();
    }

    AdminSecret secret() {
        return secret;
    }

    /// Whether something else than the policy decides about publishers without a key.
    boolean isPublishingGuarded() {
        return file.get().admittance().publish().isPresent();
    }

    PublishPolicy publishPolicy() {
        return setup.publish(file.get());
    }

    /// Ends all streams; returns when their recordings are complete.
    @Override
    public void close() {
        ticker.shutdownNow();
        rtmp.stop();
        broadcasts.close();
        rtmp.close();
        gates.close();
        virtualThreads.shutdown();
    }
}
