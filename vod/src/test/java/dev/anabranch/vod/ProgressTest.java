package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Duration FILM = Duration.ofSeconds(100);

    private static Progress.OfRendition rendition(long seconds, boolean hasEnded) {
        return new Progress.OfRendition(
                "360p h264", 25 * seconds, Duration.ofSeconds(seconds), 1000, hasEnded);
    }

    private static Optional<Double> share(Progress.OfRendition... renditions) {
        return new Progress(List.of(renditions), Optional.of(FILM), 3).share();
    }

    @Test
    void theSlowestRenditionSaysHowFarAllAre() {
        assertThat(share(rendition(50, false), rendition(25, false))).contains(0.25);
    }

    @Test
    void aRenditionThatHasItsLastFrameIsNotDoneBeforeItsEnd() {
        assertThat(share(rendition(100, true), rendition(100, false))).contains(0.99);
        assertThat(share(rendition(102, false))).contains(0.99);
        assertThat(share(rendition(100, true), rendition(98, true))).contains(1.0);
    }

    @Test
    void nothingIsDoneBeforeThereAreRenditions() {
        assertThat(share()).contains(0.0);
    }
}
