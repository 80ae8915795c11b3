package dev.anabranch.live;

import dev.anabranch.kernel.Admission;
import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.MovieSlate;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.SlateSource;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import dev.anabranch.packager.FileSource;
import dev.anabranch.packager.live.RecordingArchive;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Broadcasts on a clock that tests move, and encoders that send a film.
final class Studio implements AutoCloseable {

    static final StreamName SHOW = new StreamName("live", "show");

    private static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");
    private static final long STEP_NANOS = 40_000_000;
    private static final long TIMEOUT_NANOS = Duration.ofSeconds(30).toNanos();

    /// What relays were asked for.
    final List<String> relayed = Collections.synchronizedList(new ArrayList<>());

    final Broadcasts broadcasts;

    private final AtomicLong nanos = new AtomicLong(1_000);

    Studio(Optional<Path> recordings) {
        this(recordings, EncoderSource.NONE);
    }

    Studio(Optional<Path> recordings, EncoderSource encoder) {
        broadcasts =
                new Broadcasts(
                        KernelConfig.DEFAULT,
                        new OpenGate(),
                        BroadcastSettings.DEFAULT,
                        new Broadcasts.Means(
                                new Clocks(this::now, nanos::get),
                                recordings.map(RecordingArchive::new).map(Recordings::new),
                                new NotingRelay(),
                                encoder));
    }

    Instant now() {
        return BEGIN.plusNanos(nanos.get());
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        broadcasts.kernel().tick();
        broadcasts.tick();
    }

    Broadcast show() {
        return broadcasts.find(SHOW).orElseThrow();
    }

    /// Somebody who sends the film from its start.
    Encoder encoder() throws Exception {
        var answer =
                broadcasts
                        .kernel()
                        .publish(
                                new PublishRequest(
                                        SHOW.app(), SHOW.name(), "", new Peer("test", "::1", "")))
                        .toCompletableFuture()
                        .join();
        return switch (answer) {
            case Admission.Granted<Publication>(var publication) -> new Encoder(publication);
            case Admission.Refused<Publication>(var reason, var message) ->
                    throw new AssertionError(reason + " " + message);
        };
    }

    final class Encoder implements AutoCloseable {

        final Publication publication;

        private final FileSource film;
        private final SlateSource.Showing showing;
        private long elapsedNanos;

        Encoder(Publication publication) throws Exception {
            this.publication = publication;
            this.film =
                    FileSource.open(Path.of(Studio.class.getResource("bbb_240p_10s.mp4").toURI()));
            this.showing = new MovieSlate(film).show();
        }

        /// Sends `seconds` of the film; the clock goes along.
        Encoder send(double seconds) throws Exception {
            var end = elapsedNanos + Math.round(seconds * 1e9);
            while (elapsedNanos < end) {
                showing.play(publication, elapsedNanos);
                elapsedNanos += STEP_NANOS;
                nanos.addAndGet(STEP_NANOS);
                // Else the reader would be one that is too slow, and skip.
                await("the frames to be read", show()::isResting);
            }
            return this;
        }

        /// Leaves.
        @Override
        public void close() throws Exception {
            publication.close();
            showing.close();
            film.close();
        }
    }

    /// The thread of a broadcast has done what it does, or the test fails.
    static void await(String what, BooleanSupplier isThere) {
        var end = System.nanoTime() + TIMEOUT_NANOS;
        while (!isThere.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what);
            }
            Thread.yield();
        }
    }

    @Override
    public void close() {
        broadcasts.close();
    }

    private static final class OpenGate implements Gate {

        @Override
        public CompletionStage<Verdict> publish(PublishRequest request) {
            return CompletableFuture.completedFuture(
                    new Verdict.Allowed(new StreamName(request.app(), request.key())));
        }

        @Override
        public CompletionStage<Verdict> play(PlayRequest request) {
            return CompletableFuture.completedFuture(
                    new Verdict.Allowed(new StreamName(request.app(), request.name())));
        }
    }

    private final class NotingRelay implements Relay {

        @Override
        public Connection push(StreamName stream, URI target) {
            return connection("push " + target);
        }

        @Override
        public Connection pull(URI source, StreamName stream) {
            return connection("pull " + source);
        }

        private Connection connection(String what) {
            relayed.add(what);
            return new Connection() {
                @Override
                public Report report() {
                    return new Report(State.BROADCASTING, Optional.of("lost once"));
                }

                @Override
                public void close() {
                    relayed.add("end of " + what);
                }
            };
        }
    }
}
