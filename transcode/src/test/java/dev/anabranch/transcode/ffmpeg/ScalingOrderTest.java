package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.SourceVideo.Range;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What is scaled from what.
class ScalingOrderTest {

    private static final int FROM_SOURCE = ScalingOrder.SOURCE;

    private static VideoOutput.Encoded rung(int width, int height, int frameDivisor, Range range) {
        return new VideoOutput.Encoded(
                1,
                VideoCodec.H264,
                "libx264",
                width,
                height,
                frameDivisor,
                new RateControl(OptionalInt.empty(), 1_000_000, 1_500_000, 2_000_000),
                Preset.FAST,
                Optional.empty(),
                OptionalInt.empty(),
                range == Range.SDR ? 8 : 10,
                range);
    }

    private static VideoOutput.Encoded rung(int width, int height) {
        return rung(width, height, 1, Range.SDR);
    }

    private static List<Integer> parents(VideoOutput.Encoded... rungs) {
        return ScalingOrder.of(List.of(rungs)).parents();
    }

    @Test
    void eachComesFromTheSmallestThatIsWellLarger() {
        assertThat(parents(rung(1920, 1080), rung(1280, 720), rung(854, 480), rung(640, 360)))
                .containsExactly(FROM_SOURCE, 0, 1, 1);
    }

    @Test
    void theOrderOfAListDoesNotMatter() {
        assertThat(parents(rung(640, 360), rung(1920, 1080), rung(1280, 720)))
                .containsExactly(2, FROM_SOURCE, 1);
    }

    @Test
    void twoOfOneSizeShareAPicture() {
        assertThat(parents(rung(1280, 720), rung(1280, 720), rung(1920, 1080)))
                .containsExactly(2, 0, FROM_SOURCE);
    }

    @Test
    void allPicturesDoNotComeFromEverySecondOne() {
        var half = rung(1920, 1080, 2, Range.SDR);

        assertThat(parents(half, rung(640, 360), rung(426, 240, 2, Range.SDR)))
                .containsExactly(FROM_SOURCE, FROM_SOURCE, 1);
    }

    @Test
    void brightnessOfAnotherKindIsMadeFromTheSource() {
        assertThat(parents(rung(1920, 1080, 1, Range.PQ), rung(640, 360)))
                .containsExactly(FROM_SOURCE, FROM_SOURCE);
    }
}
