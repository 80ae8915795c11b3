package dev.anabranch.examples;

import dev.anabranch.kernel.Admission;
import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.KernelObserver;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.StreamSettings;
import dev.anabranch.kernel.gate.OpenGate;
import dev.anabranch.protocol.rtmp.Address;
import dev.anabranch.protocol.rtmp.ConnectionState;
import dev.anabranch.protocol.rtmp.EventLoops;
import dev.anabranch.protocol.rtmp.Outgoing;
import dev.anabranch.protocol.rtmp.Publisher;
import dev.anabranch.protocol.rtmp.StreamFeed;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.vod.Transcode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Any video becomes one rendition in H.264 and AAC, and is sent to an RTMP server while it plays.
public final class TranscodeToRtmp {

    /// What the server may take for what it has not read when the film is over.
    private static final int LAST_FRAMES_SECONDS = 20;

    private TranscodeToRtmp() {}

    public static void main(String[] arguments) throws Exception {
        send(Path.of(arguments[0]), Ladder.parse("720p"), Address.parse(arguments[1]));
    }

    /// The encoder writes into a live stream of our own, which the publisher reads: it may lose its
    /// connection and come back, and the encoder does not notice.
    static void send(Path film, Ladder rendition, Address server) throws Exception {
        var search = FfmpegSearch.usual(Optional.empty(), System.getenv());
        var encoder = new FfmpegBackend(FfmpegProgram.findForEncoding(search));
        var plan = Transcode.from(film).ladder(rendition).with(encoder).plan();

        var clocks = new Clocks(InstantSource.system(), System::nanoTime);
        try (var loops = new EventLoops(1);
                var kernel = kernel(clocks)) {
            var publication = publication(kernel);
            var feed = StreamFeed.of(publication.stream());
            var outgoing = Outgoing.of(loops, new SecureRandom(), clocks.nanos());
            try (var publisher = new Publisher(server, feed, outgoing)) {
                var isSent = follow(publisher, server);
                try (publication;
                        var run =
                                encoder.start(
                                        plan, new RealTimeSink(publication, clocks.nanos()))) {
                    run.await();
                }
                var _ = isSent.await(LAST_FRAMES_SECONDS, TimeUnit.SECONDS);
                if (publisher.report().connections() == 0) {
                    throw new IOException(
                            server + ": " + publisher.report().lastError().orElse(""));
                }
            }
        }
    }

    /// Starts it, and says when everything is sent.
    private static CountDownLatch follow(Publisher publisher, Address server) {
        var isSent = new CountDownLatch(1);
        publisher.onChange(() -> {
            System.out.println(server + " " + publisher.report().state());
            if (publisher.report().state() == ConnectionState.IDLE) {
                isSent.countDown();
            }
        });
        publisher.start();
        return isSent;
    }

    /// A stream ends with its film, whoever would still wait for its encoder.
    private static Kernel kernel(Clocks clocks) {
        var usual = KernelConfig.DEFAULT;
        return new Kernel(
                new KernelConfig(
                        StreamSettings.DEFAULT.withReconnectWindow(Duration.ZERO),
                        usual.isDeclaredOnly(),
                        usual.maxStreams(),
                        usual.maxMemoryBytes()),
                new OpenGate(),
                KernelObserver.NONE,
                clocks);
    }

    private static Publication publication(Kernel kernel) {
        var request = new PublishRequest("live", "film", "", new Peer("local", "", "transcode"));
        return switch (kernel.publish(request).toCompletableFuture().join()) {
            case Admission.Granted<Publication>(var granted) -> granted;
            case Admission.Refused<Publication>(var _, var message) ->
                    throw new IllegalStateException(message);
        };
    }
}
