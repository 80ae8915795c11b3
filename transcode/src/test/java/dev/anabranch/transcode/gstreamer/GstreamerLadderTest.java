package dev.anabranch.transcode.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.KeyframeGrid.EveryFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ladders of real clips: frames, times and keyframes are the source's in every rendition.
@Timeout(120)
class GstreamerLadderTest extends GstreamerTest {

    @ParameterizedTest
    @CsvSource({"24,24", "30000/1001,30", "60,120"})
    void everyRenditionHasTheSourcesTimesAndMeetsTheOthersAtKeyframes(String rate, int distance)
            throws Exception {
        var clip =
                Clip.of(
                        folder.resolve("rate.mp4"),
                        "320x180",
                        rate,
                        3.1,
                        3,
                        "-c:v",
                        "libx264",
                        "-bf",
                        "3",
                        "-preset",
                        "veryfast",
                        "-c:a",
                        "aac");
        var plan = clip.plan(new EveryFrames(distance));
        var source = plan.source();

        var sink =
                made(
                        plan.video(h264(1, 320, 180, 1))
                                .video(h264(2, 192, 108, 1))
                                .video(h264(3, 96, 54, 2))
                                .audio(sound(4, source.audio().getFirst(), AudioCodec.AAC))
                                .build());

        assertThat(sink.track(1).seconds()).isEqualTo(seconds(clip, 1));
        assertThat(sink.track(2).seconds()).isEqualTo(seconds(clip, 1));
        assertThat(sink.track(3).seconds()).isEqualTo(seconds(clip, 2));
        int frames = clip.times("v:0").size();
        assertThat(sink.track(1).keyframes()).isEqualTo(every(distance, frames));
        assertThat(sink.track(2).keyframes()).isEqualTo(every(distance, frames));
        assertThat(sink.track(3).keyframes()).isEqualTo(every(distance / 2, (frames + 1) / 2));
        assertDecodes(sink, 1, "h264", 320, 180);
        assertDecodes(sink, 2, "h264", 192, 108);
        assertDecodes(sink, 3, "h264", 96, 54);
        assertThat(sink.track(4).startTicks()).isEqualTo(-1024);
        assertThat(sink.track(4).endTicks()).isBetween(3 * 48_000L - 1024, 3 * 48_000L + 1024);
    }

    @Test
    void durationsFollowEachOtherWithoutAGap() throws Exception {
        var clip = Clip.of(folder.resolve("gap.mp4"), "320x180", "30000/1001", 2, 2);
        var plan = clip.plan(new EveryFrames(30));
        var sound = sound(2, plan.source().audio().getFirst(), AudioCodec.AAC);

        var sink = made(plan.video(h264(1, 320, 180, 1)).audio(sound).build());

        for (int id = 1; id <= 2; id++) {
            var frames = sink.track(id).frames;
            for (int i = 1; i < frames.size(); i++) {
                var before = frames.get(i - 1);
                assertThat(frames.get(i).dtsTicks())
                        .isEqualTo(before.dtsTicks() + before.durationTicks());
            }
        }
    }
}
