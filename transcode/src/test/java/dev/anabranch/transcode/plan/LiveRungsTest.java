package dev.anabranch.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.codec.Vp8Configuration;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.LiveRung;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveRungsTest {

    private static VideoConfiguration source(int width, int height) {
        return new Vp8Configuration(0, 0, 8, 1, ColourDescription.UNSPECIFIED, width, height);
    }

    private static List<LiveRung> rungs(Ladder ladder, int width, int height, double rate) {
        return LiveRungs.of(ladder, source(width, height), rate, "libx264", 1001);
    }

    private static List<String> sizes(List<LiveRung> rungs) {
        return rungs.stream().map(rung -> rung.width() + "x" + rung.height()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "3840, 2160, 1920x1080 1280x720 854x480",
        "1920, 1080, 1280x720 854x480 640x360",
        "1280, 720, 854x480 640x360 426x240",
        "854, 480, 640x360 426x240",
        "640, 360, 426x240",
        "1080, 1920, 720x1280 480x854 360x640",
        "960, 720, 640x480 480x360 320x240"
    })
    void theAutomaticLadderIsBelowTheSource(int width, int height, String expected) {
        assertThat(String.join(" ", sizes(rungs(Ladder.auto(), width, height, 30))))
                .isEqualTo(expected);
    }

    @Test
    void aSmallSourceHasNoRung() {
        assertThat(rungs(Ladder.auto(), 426, 240, 30)).isEmpty();
        assertThat(rungs(Ladder.auto(), 16, 16, 30)).isEmpty();
    }

    @Test
    void whatIsNamedAndNotBelowTheSourceIsLeftOut() throws Exception {
        var ladder = Ladder.parse("1080p,720p,480p@1M,320x180");

        var rungs = rungs(ladder, 1280, 720, 30);

        assertThat(sizes(rungs)).containsExactly("854x480", "320x180");
        assertThat(rungs).extracting(LiveRung::bitsPerSecond).first().isEqualTo(1_000_000L);
        assertThat(rungs).extracting(LiveRung::trackId).containsExactly(1003, 1004);
    }

    @Test
    void aRungHasTheSameTrackWhateverTheSource() {
        var large = rungs(Ladder.auto(), 1920, 1080, 30).get(1);
        var small = rungs(Ladder.auto(), 1280, 720, 30).getFirst();

        assertThat(large.name()).isEqualTo("480p");
        assertThat(small).isEqualTo(large);
    }

    @Test
    void moreFramesGetMoreBits() {
        assertThat(rungs(Ladder.auto(), 1280, 720, 60).getFirst().bitsPerSecond())
                .isGreaterThan(rungs(Ladder.auto(), 1280, 720, 30).getFirst().bitsPerSecond());
    }
}
