package dev.anabranch.kernel;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A kernel with a settable clock, and short words for what tests do with it.
final class Studio implements AutoCloseable {

    static final StreamName NAME = new StreamName("live", "show");
    static final Peer PEER = new Peer("test", "192.0.2.1", "encoder");
    static final Track VIDEO = track(1, TrackKind.VIDEO, 90_000, "v");
    static final Track AUDIO = track(2, TrackKind.AUDIO, 48_000, "a");

    final SettableClock clock = new SettableClock();
    final Events events = new Events();
    final Kernel kernel;

    Studio() {
        this(KernelConfig.DEFAULT);
    }

    Studio(KernelConfig config) {
        kernel = new Kernel(config, new OpenDoor(), events, clock.clocks());
    }

    /// With another observer than [#events].
    Studio(KernelObserver observer) {
        kernel = new Kernel(KernelConfig.DEFAULT, new OpenDoor(), observer, clock.clocks());
    }

    static Studio with(StreamSettings settings) {
        var defaults = KernelConfig.DEFAULT;
        return new Studio(
                new KernelConfig(
                        settings, false, defaults.maxStreams(), defaults.maxMemoryBytes()));
    }

    static Track track(int id, TrackKind kind, int clockRate, String configuration) {
        var codec = new OpaqueConfiguration(kind, "test", configuration);
        return new Track(id, new Timescale(clockRate), codec, "und", "");
    }

    LiveStream stream() {
        return kernel.find(NAME).orElseThrow();
    }

    Publication publish() {
        return publish(NAME);
    }

    Publication publish(StreamName name) {
        var publication = granted(name);
        publication.describe(VIDEO);
        publication.describe(AUDIO);
        return publication;
    }

    Publication granted(StreamName name) {
        return switch (ask(name)) {
            case Admission.Granted<Publication>(var publication) -> publication;
            case Admission.Refused<Publication>(var reason, var message) ->
                    throw new AssertionError(reason + " " + message);
        };
    }

    Admission<Publication> ask(StreamName name) {
        return kernel.publish(new PublishRequest(name.app(), name.name(), "", PEER))
                .toCompletableFuture()
                .join();
    }

    /// A picture of `millis`, keyframe or not.
    static boolean picture(Publication publication, long millis, boolean isKeyframe) {
        return send(publication, new Sample(1, millis * 90, millis * 90, 0, isKeyframe), 1000);
    }

    static boolean sound(Publication publication, long millis) {
        return send(publication, new Sample(2, millis * 48, millis * 48, 1024, true), 200);
    }

    static boolean send(Publication publication, Sample sample, int sizeBytes) {
        var claim = publication.claim(sizeBytes);
        if (claim == null) {
            return false;
        }
        try (claim) {
            fill(claim.bytes(), sample.dtsTicks());
            return claim.commit(sample, 0, sizeBytes);
        }
    }

    /// Every byte tells what frame it belongs to.
    static void fill(MemorySegment bytes, long mark) {
        bytes.fill((byte) mark);
        if (bytes.byteSize() >= 8) {
            bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, mark);
        }
    }

    static boolean isFilled(MemorySegment bytes, long mark) {
        long from = 0;
        if (bytes.byteSize() >= 8) {
            if (bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, 0) != mark) {
                return false;
            }
            from = 8;
        }
        for (long i = from; i < bytes.byteSize(); i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, i) != (byte) mark) {
                return false;
            }
        }
        return true;
    }

    /// `seconds` of 25 pictures with a keyframe each second from `millis` on, the clock going
    /// along; sound beside them.
    void play(Publication publication, long millis, double seconds) {
        for (int i = 0; i < seconds * 25; i++) {
            long at = millis + i * 40L;
            picture(publication, at, i % 25 == 0);
            sound(publication, at);
            clock.pass(0.04);
        }
    }

    /// What there is to read, as words: `T1 T2 K0 A0 P40 D E`, times in milliseconds.
    static String read(Subscription reader) {
        var words = new ArrayList<String>();
        while (reader.next()) {
            words.add(word(reader));
        }
        return String.join(" ", words);
    }

    static String word(Subscription reader) {
        return switch (reader.kind()) {
            case TRACK -> "T" + reader.trackId();
            case DISCONTINUITY -> "D";
            case END -> "E";
            case FRAME -> {
                boolean isVideo = reader.track().kind() == TrackKind.VIDEO;
                String letter = !isVideo ? "A" : reader.isKeyframe() ? "K" : "P";
                yield letter + millis(reader);
            }
        };
    }

    static long millis(Subscription reader) {
        return Math.floorDiv(reader.dtsTicks() * 1000, reader.track().timescale().ticksPerSecond());
    }

    static Subscription subscribe(LiveStream stream) {
        return stream.subscribe(() -> {});
    }

    @Override
    public void close() {
        kernel.close();
    }

    /// Lets everybody in; the key is the name.
    private static final class OpenDoor implements Gate {
        @Override
        public CompletionStage<Verdict> publish(PublishRequest request) {
            return CompletableFuture.completedStage(
                    new Verdict.Allowed(new StreamName(request.app(), request.key())));
        }

        @Override
        public CompletionStage<Verdict> play(PlayRequest request) {
            return CompletableFuture.completedStage(
                    new Verdict.Allowed(new StreamName(request.app(), request.name())));
        }
    }

    /// What the observer was told, as words.
    static final class Events implements KernelObserver {

        private final List<String> told = new ArrayList<>();

        synchronized void tell(String event) {
            told.add(event);
        }

        synchronized List<String> take() {
            var all = List.copyOf(told);
            told.clear();
            return all;
        }

        @Override
        public void created(LiveStream stream) {
            tell("created " + stream.name());
        }

        @Override
        public void removed(LiveStream stream) {
            tell("removed " + stream.name());
        }

        @Override
        public void stateChanged(LiveStream stream, StreamState state) {
            tell(stream.name().name() + " " + state);
        }

        @Override
        public void publisherArrived(LiveStream stream, Peer peer) {
            tell("arrived");
        }

        @Override
        public void publisherLeft(LiveStream stream, Peer peer, String reason) {
            tell("left " + reason);
        }

        @Override
        public void sourceChanged(LiveStream stream, String source) {
            tell(stream.name().name() + " shows " + source);
        }

        @Override
        public void discontinued(LiveStream stream, String reason) {
            tell("discontinued " + reason);
        }

        @Override
        public void dropping(LiveStream stream) {
            tell("dropping");
        }

        @Override
        public void evicted(LiveStream stream) {
            tell("evicted");
        }

        @Override
        public void healthChanged(LiveStream stream, Health health) {
            tell("health " + health.level());
        }

        @Override
        public void refused(Peer peer, Refusal reason, String message) {
            tell("refused " + reason);
        }
    }
}
