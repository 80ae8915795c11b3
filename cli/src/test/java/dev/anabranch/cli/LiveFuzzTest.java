package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.check.Breach;
import dev.anabranch.packager.check.LiveTally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A publisher that behaves badly, and the checker beside it: no playlist and no MPD ever served
/// breaks a rule, and all of them were looked at. Row O4 is left out: the publisher stands still on
/// purpose, and nothing can come in time then.
///
/// `-Danabranch.fuzz.seconds=3600` goes on for longer, `-Danabranch.fuzz.seed=N` again as then.
@Timeout(value = 3, unit = java.util.concurrent.TimeUnit.HOURS)
class LiveFuzzTest {

    /// In every build; always with the same numbers.
    private static final int SHORT = 25;

    private static final int SECONDS = Integer.getInteger("anabranch.fuzz.seconds", SHORT);

    /// A playlist of long segments whose publisher is away is waited for that long at most.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(45);

    private static final Path MEDIA = Path.of("src/test/resources/media");

    private static final List<Path> FILMS =
            List.of(
                    MEDIA.resolve("bunny-270p.mp4"),
                    MEDIA.resolve("bunny-144p.mp4"),
                    MEDIA.resolve("av1-opus.mp4"));

    private final Set<Breach> breaches = new LinkedHashSet<>();
    private int told;

    @Test
    void noPlaylistEverServedBreaksARule() throws Exception {
        long seed =
                Long.getLong(
                        "anabranch.fuzz.seed",
                        SECONDS > SHORT ? new Random().nextInt(1_000_000) : 1);
        System.out.println("live fuzz: -Danabranch.fuzz.seed=" + seed);
        try (var live = TestLive.start()) {
            var publisher = new FuzzPublisher(seed, live, "fuzz", FILMS);
            var sent =
                    new FutureTask<Boolean>(() -> {
                        publisher.run(SECONDS);
                        return true;
                    });
            var sender = Thread.ofPlatform().start(sent);
            live.awaitPlayable("fuzz");
            long begun = SystemClock.MACHINE.nanos();
            try (var check = live.check("fuzz");
                    var transport = live.checkTransport("fuzz")) {
                while (!sender.join(Duration.ofSeconds(1))) {
                    tell(publisher, check, transport);
                }
                tell(publisher, check, transport);
                sent.get();
                var tallies = new LinkedHashMap<>(check.tallies());
                tallies.putAll(transport.tallies());
                assertLooked(tallies, SystemClock.MACHINE.nanos() - begun);
                assertThat(breaches)
                        .as("seed %d, %s", seed, publisher.story())
                        .filteredOn(breach -> breach.severity() == Breach.Severity.MUST)
                        .filteredOn(breach -> !breach.rule().equals("O4"))
                        .isEmpty();
            }
        }
    }

    /// Prints what is new, so that a breach stands beside what the publisher did then.
    private void tell(FuzzPublisher publisher, LiveCheck... checks) {
        var story = publisher.story();
        for (; told < story.size(); told++) {
            System.out.println("live fuzz: " + story.get(told));
        }
        for (var check : checks) {
            for (var breach : check.report().breaches()) {
                if (breaches.add(breach)) {
                    System.out.println("live fuzz: " + breach);
                }
            }
        }
    }

    /// Every playlist and the MPD were followed from when they were first seen to the end, and what
    /// they list was read.
    private static void assertLooked(Map<String, LiveTally> tallies, long nanos) {
        long now = SystemClock.MACHINE.nanos();
        long seconds = Duration.ofNanos(nanos).toSeconds();
        assertThat(tallies.keySet())
                .anyMatch(address -> address.contains("/video-1/"))
                .anyMatch(address -> address.contains("/audio-1/"))
                .anyMatch(address -> address.contains("/ts-1/"))
                .anyMatch(address -> address.endsWith(".mpd"));
        for (var each : tallies.entrySet()) {
            var address = each.getKey();
            var tally = each.getValue();
            System.out.println("live fuzz: " + address + " " + tally);
            boolean hasSegmentsOnly = address.contains("/ts-1/");
            assertThat(tally.longestPauseNanos()).as(address).isLessThan(LONGEST_PAUSE.toNanos());
            assertThat(now - tally.lastNanos()).as(address).isLessThan(LONGEST_PAUSE.toNanos());
            assertThat((long) tally.versions())
                    .as(address)
                    .isGreaterThan(hasSegmentsOnly ? seconds / 12 : seconds / 2);
            if (!address.endsWith(".mpd")) {
                assertThat((long) tally.pieces())
                        .as(address)
                        .isGreaterThan(hasSegmentsOnly ? seconds / 12 : seconds / 2);
            }
        }
    }
}
