package dev.anabranch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.TrackKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KernelTest {

    private static final PublishRequest PUBLISH =
            new PublishRequest("live", "show", "", Studio.PEER);
    private static final PlayRequest PLAY = new PlayRequest("live", "show", "", Studio.PEER);

    private static String word(CompletionStage<? extends Admission<?>> asked) {
        var answer = asked.toCompletableFuture().join();
        return answer instanceof Admission.Refused<?>(var reason, var message)
                ? reason + ": " + message
                : "GRANTED";
    }

    private static Gate saying(CompletionStage<Verdict> verdict) {
        return new Gate() {
            @Override
            public CompletionStage<Verdict> publish(PublishRequest request) {
                return verdict;
            }

            @Override
            public CompletionStage<Verdict> play(PlayRequest request) {
                return verdict;
            }
        };
    }

    private static Kernel kernel(Gate gate, KernelObserver observer) {
        return new Kernel(KernelConfig.DEFAULT, gate, observer, new SettableClock().clocks());
    }

    @Test
    void whatTheGateDeniesIsRefusedAndTold() {
        var denied = new Verdict.Denied(Refusal.EXPIRED, "too late");
        var events = new Studio.Events();
        try (var kernel = kernel(saying(CompletableFuture.completedStage(denied)), events)) {
            assertThat(word(kernel.publish(PUBLISH))).isEqualTo("EXPIRED: too late");
            assertThat(word(kernel.play(PLAY))).isEqualTo("EXPIRED: too late");
            assertThat(events.take()).containsExactly("refused EXPIRED", "refused EXPIRED");
            assertThat(kernel.streams()).isEmpty();
        }
    }

    @Test
    void aGateThatFailsLetsNobodyIn() {
        var failure = CompletableFuture.<Verdict>failedStage(new IllegalStateException("down"));
        try (var kernel = kernel(saying(failure), KernelObserver.NONE)) {
            assertThat(word(kernel.publish(PUBLISH))).startsWith("UNREACHABLE");
            assertThat(word(kernel.play(PLAY))).startsWith("UNREACHABLE");
        }
    }

    @Test
    void onlyStreamsThatAreThereCanBePlayed() {
        var allowed = new Verdict.Allowed(Studio.NAME);
        try (var kernel =
                kernel(saying(CompletableFuture.completedStage(allowed)), KernelObserver.NONE)) {
            assertThat(word(kernel.play(PLAY))).isEqualTo("UNKNOWN_STREAM: there is no live/show");
            kernel.declare(Studio.NAME, StreamSettings.DEFAULT);
            assertThat(word(kernel.play(PLAY))).isEqualTo("GRANTED");
            kernel.find(Studio.NAME).orElseThrow().disable();
            assertThat(word(kernel.play(PLAY))).startsWith("DISABLED");
        }
    }

    @Test
    void theTimerKeepsHouse() throws InterruptedException {
        var forgotten = new CountDownLatch(1);
        var observer =
                new KernelObserver() {
                    @Override
                    public void removed(LiveStream stream) {
                        forgotten.countDown();
                    }
                };
        var clock = new SettableClock();
        try (var kernel =
                new Kernel(
                        KernelConfig.DEFAULT,
                        saying(CompletableFuture.completedStage(new Verdict.Allowed(Studio.NAME))),
                        observer,
                        clock.clocks())) {
            kernel.publish(PUBLISH)
                    .thenAccept(admission -> {
                        if (admission instanceof Admission.Granted<Publication>(var publication)) {
                            publication.close();
                        }
                    });
            clock.pass(40);
            kernel.start();
            assertThat(forgotten.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(kernel::start).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatAPublisherMayNotDoIsABug() {
        try (var studio = new Studio()) {
            var publication = studio.granted(Studio.NAME);
            var track = Studio.track(Publication.MAX_TRACKS + 1, TrackKind.AUDIO, 48_000, "x");
            assertThatThrownBy(() -> publication.describe(track))
                    .isInstanceOf(IllegalArgumentException.class);
            try (var claim = publication.claim(10)) {
                assertThat(claim).isNotNull();
                var sample = new Sample(1, 0, 0, 0, true);
                assertThatThrownBy(() -> claim.commit(sample, 0, 10))
                        .hasMessage("trackId=1 was not described");
                publication.describe(Studio.VIDEO);
                assertThatThrownBy(() -> claim.commit(sample, 1, 10))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThat(claim.commit(sample, 0, 5)).isTrue();
                assertThat(claim.commit(new Sample(1, 90, 90, 0, false), 5, 5)).isTrue();
            }
            assertThat(publication.claim(Integer.MAX_VALUE)).isNull();
            assertThatThrownBy(() -> new Sample(1, Long.MIN_VALUE, 0, 0, true))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
