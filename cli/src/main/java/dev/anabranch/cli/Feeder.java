package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.SourceFile;
import dev.anabranch.packager.SourceFormat;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Protocols;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Fills a [FeedHub] from somewhere, on a thread of its own, from its start until there is nothing
/// more or it is closed.
final class Feeder implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int HEAD_BYTES = 4096;

    private final FeedHub hub;
    private final Source source;
    private final Thread thread;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Exception failure;

    /// Where the frames come from.
    private interface Source extends AutoCloseable {

        /// Sends all there is.
        void run() throws IOException, MediaFormatException, ProgramException, InterruptedException;

        @Override
        void close() throws IOException;
    }

    private Feeder(FeedHub hub, Source source) {
        this.hub = hub;
        this.source = source;
        this.thread = Thread.ofPlatform().name("feeder").daemon().unstarted(this::run);
    }

    /// Begins; those who read the hub should be there by now, or soon.
    void start() {
        thread.start();
    }

    /// Whether this is a file that needs no ffmpeg.
    static boolean isMovie(String name) throws IOException {
        if (isAddress(name)) {
            return false;
        }
        var path = Path.of(name);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(name);
        }
        try (var in = Files.newInputStream(path)) {
            return SourceFormat.isMovie(in.readNBytes(HEAD_BYTES));
        }
    }

    static boolean isAddress(String name) {
        return name.matches("(?i)[a-z][a-z0-9+.-]+://.*");
    }

    /// A movie file, as it is.
    static Feeder movie(String name, boolean isLoop, FeedHub hub)
            throws IOException, MediaFormatException {
        var file = SourceFile.open(Path.of(name));
        var sender = new MovieSender(file, hub, SystemClock.MACHINE);
        if (!sender.hasMedia()) {
            file.close();
            throw MediaFormatException.malformed("", name + " has neither picture nor sound");
        }
        return new Feeder(
                hub,
                new Source() {
                    @Override
                    public void run() throws IOException, InterruptedException {
                        sender.send(isLoop);
                    }

                    @Override
                    public void close() throws IOException {
                        file.close();
                    }
                });
    }

    /// The test picture.
    static Feeder test(FfmpegProgram program, TestSource.Settings settings, FeedHub hub)
            throws CommandException {
        try {
            var test = TestSource.start(program, settings, List.of("-f", "flv", "pipe:1"));
            return new Feeder(
                    hub,
                    new Source() {
                        @Override
                        public void run()
                                throws IOException,
                                        MediaFormatException,
                                        ProgramException,
                                        InterruptedException {
                            new FlvSender(hub).send(test.output());
                            test.await();
                        }

                        @Override
                        public void close() {
                            test.close();
                        }
                    });
        } catch (ProgramException failed) {
            throw FfmpegOption.failure(failed);
        }
    }

    /// Anything that ffmpeg reads, remuxed.
    static Feeder remux(FfmpegProgram program, String name, boolean isLoop, FeedHub hub)
            throws CommandException {
        try {
            var process = remuxing(program, name, isLoop);
            return new Feeder(
                    hub,
                    new Source() {
                        @Override
                        public void run()
                                throws IOException,
                                        MediaFormatException,
                                        ProgramException,
                                        InterruptedException {
                            new FlvSender(hub).send(process.output());
                            process.await();
                        }

                        @Override
                        public void close() {
                            process.close();
                        }
                    });
        } catch (ProgramException failed) {
            throw FfmpegOption.failure(failed);
        }
    }

    /// ffmpeg that remuxes `name` into its output, files as fast as they play.
    static SupervisedProcess remuxing(FfmpegProgram program, String name, boolean isLoop)
            throws ProgramException {
        boolean isAddress = isAddress(name);
        var arguments = new ArrayList<String>();
        if (!isAddress) {
            arguments.addAll(List.of("-re", "-stream_loop", isLoop ? "-1" : "0"));
        }
        arguments.addAll(
                List.of(
                        "-i",
                        name,
                        "-map",
                        "0:v:0?",
                        "-map",
                        "0:a:0?",
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        "-flush_packets",
                        "1",
                        "pipe:1"));
        return program.start(protocols(name), arguments, LONGEST);
    }

    /// Sends all that ffmpeg writes. Where that is nothing to be read, ffmpeg knows why.
    static void send(SupervisedProcess process, FlvSender sender)
            throws IOException, MediaFormatException, ProgramException, InterruptedException {
        try {
            sender.send(process.output());
        } catch (MediaFormatException unreadable) {
            process.output().close();
            process.await();
            throw unreadable;
        }
        process.await();
    }

    private static Protocols protocols(String name) {
        if (!isAddress(name)) {
            return Protocols.FILE;
        }
        return name.toLowerCase(Locale.ROOT).startsWith("http") ? Protocols.WEB : Protocols.LIVE;
    }

    private void run() {
        try {
            source.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException | MediaFormatException | ProgramException failed) {
            failure = failed;
        } finally {
            hub.end();
            done.countDown();
        }
    }

    /// Waits until all is sent, at most so long.
    ///
    /// @return whether it is
    boolean await(Duration time) throws InterruptedException {
        return done.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Why it ended before its time.
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            source.close();
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (IOException failed) {
            failure = failed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
