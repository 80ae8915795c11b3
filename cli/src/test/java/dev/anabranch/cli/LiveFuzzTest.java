package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.check.Breach;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A publisher that behaves badly, and the checker beside it: no playlist ever served breaks a
/// rule. What MPDs break is printed only: the length of a Period that ends in a jump is not settled
/// yet.
///
/// `-Danabranch.fuzz.seconds=3600` goes on for longer, `-Danabranch.fuzz.seed=N` again as then.
@Timeout(value = 3, unit = java.util.concurrent.TimeUnit.HOURS)
class LiveFuzzTest {

    /// In every build; always with the same numbers.
    private static final int SHORT = 25;

    private static final int SECONDS = Integer.getInteger("anabranch.fuzz.seconds", SHORT);

    private static final Path FILM = Path.of("src/test/resources/media/bunny-270p.mp4");

    @Test
    void noPlaylistEverServedBreaksARule() throws Exception {
        long seed =
                Long.getLong(
                        "anabranch.fuzz.seed",
                        SECONDS > SHORT ? new Random().nextInt(1_000_000) : 1);
        System.out.println("live fuzz: -Danabranch.fuzz.seed=" + seed);
        try (var live = TestLive.start()) {
            var publisher = new FuzzPublisher(seed, live, "fuzz", FILM);
            var failure = new Exception[1];
            var sender =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    publisher.run(SECONDS);
                                } catch (Exception failed) {
                                    failure[0] = failed;
                                }
                            });
            live.awaitPlayable("fuzz");
            try (var check = live.check("fuzz")) {
                sender.join();
                var report = check.report();

                System.out.printf(
                        "live fuzz: %d playlists, %d pieces, %d SHOULD%n",
                        report.manifests(),
                        report.segments(),
                        report.count(Breach.Severity.SHOULD));
                report.breaches().forEach(breach -> System.out.println("live fuzz: " + breach));
                assertThat(failure[0]).isNull();
                assertThat(report.manifests()).isGreaterThan(SECONDS);
                assertThat(report.breaches())
                        .as("seed %d, %s", seed, publisher.story())
                        .filteredOn(breach -> breach.severity() == Breach.Severity.MUST)
                        .isEmpty();
            }
        }
    }
}
