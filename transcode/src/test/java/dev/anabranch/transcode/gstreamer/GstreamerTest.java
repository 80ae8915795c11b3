package dev.anabranch.transcode.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.ProgramException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// What tests of the backend have in common: the program, outputs, and how they are judged.
abstract class GstreamerTest {

    static GstreamerBackend backend;

    @TempDir static Path folder;

    @BeforeAll
    static void aGstreamerIsThere() throws Exception {
        assumeTrue(Clip.canBeMade(), "skipped: no ffmpeg to make clips with");
        try {
            backend =
                    new GstreamerBackend(GstreamerProgram.find(Optional.empty(), System.getenv()));
        } catch (ProgramException missing) {
            assumeTrue(false, "skipped: " + missing.getMessage());
        }
    }

    static VideoOutput.Encoded h264(int id, int width, int height, int divisor) {
        return picture(id, VideoCodec.H264, "x264enc", width, height, divisor);
    }

    static VideoOutput.Encoded picture(
            int id, VideoCodec codec, String encoder, int width, int height, int divisor) {
        return new VideoOutput.Encoded(
                id,
                codec,
                encoder,
                width,
                height,
                divisor,
                new RateControl(OptionalInt.of(28), 400_000, 800_000, 1_600_000),
                Preset.FAST,
                Optional.empty(),
                OptionalInt.empty(),
                8,
                SourceVideo.Range.SDR);
    }

    static AudioOutput.Encoded sound(int id, SourceAudio source, AudioCodec codec) {
        var encoder = backend.encoder(codec).orElseThrow();
        return new AudioOutput.Encoded(
                id, source, "und", "", codec, encoder, 96_000, 2, 48_000, false);
    }

    static RecordingSink made(TranscodePlan plan) throws Exception {
        var sink = new RecordingSink();
        try (var run = backend.start(plan, sink)) {
            run.await();
        }
        return sink;
    }

    /// The source's times from its first frame on, every `divisor`-th.
    static List<Rational> seconds(Clip clip, int divisor) throws Exception {
        var base = clip.source().video().orElseThrow().timeBase();
        var times = clip.times("v:0");
        long first = times.getFirst();
        return java.util.stream.IntStream.range(0, times.size())
                .filter(i -> i % divisor == 0)
                .mapToObj(i -> times.get(i) - first)
                .map(ticks -> new Rational(ticks * base.numerator(), base.denominator()))
                .toList();
    }

    /// Every `distance`-th of so many.
    static List<Integer> every(int distance, int count) {
        return java.util.stream.IntStream.range(0, count)
                .filter(i -> i % distance == 0)
                .boxed()
                .toList();
    }

    /// What ffprobe decodes of a rendition: as many pictures as frames, of the size that was
    /// wanted.
    static void assertDecodes(RecordingSink sink, int id, String codec, int width, int height)
            throws Exception {
        var track = sink.track(id);
        var file = track.written(folder.resolve("judged-" + id + ".mp4"));
        assertThat(track.hasEnded).isTrue();
        assertThat(
                        file.probe(
                                "v:0",
                                "stream=codec_name,width,height,nb_read_frames",
                                "-count_frames"))
                .containsExactlyInAnyOrder(
                        "codec_name=" + codec,
                        "width=" + width,
                        "height=" + height,
                        "nb_read_frames=" + track.frames.size());
    }
}
