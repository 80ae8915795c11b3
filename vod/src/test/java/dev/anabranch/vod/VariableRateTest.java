package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Films whose pictures lie unevenly, to their very last one. [Lab] holds what is made against the
/// rules of both manifests, those of how long the last segment is among them.
class VariableRateTest {

    @TempDir private Path folder;

    /// @param even how many pictures lie evenly before others do not
    private Path film(Lab lab, String seconds, int even) throws Exception {
        return lab.picture(
                "uneven.mkv",
                "testsrc2=size=192x108:rate=50:duration=" + seconds,
                "-vf",
                "select='lt(n,%d)+gt(mod(n*7,11),3)'".formatted(even),
                "-fps_mode",
                "vfr",
                "-c:v",
                "ffv1");
    }

    private static FfmpegProgram program(String name) throws Exception {
        return name.equals("bundled") ? Lab.bundled() : Lab.system("libx264");
    }

    @ParameterizedTest
    @CsvSource({"system,4.4", "system,5.06", "system,8.14", "bundled,4.4", "bundled,5.06"})
    void theLastSegmentIsAsLongAsItsPictures(String name, String seconds) throws Exception {
        var lab = new Lab(folder);
        var film = film(lab, seconds, 0);

        var made = lab.make(new FfmpegBackend(program(name)), film, settings -> settings);

        assertThat(times(made.file("video-108p"))).hasSameSizeAs(times(film));
    }

    /// A film that begins evenly is taken for even, and small renditions have every second picture.
    @ParameterizedTest
    @CsvSource({"system,9.06", "system,9.14", "bundled,9.06"})
    void soIsThatOfARenditionWithEverySecondPicture(String name, String seconds) throws Exception {
        var lab = new Lab(folder);
        var film = film(lab, seconds, 400);

        var made =
                lab.make(
                        new FfmpegBackend(program(name)),
                        film,
                        settings -> settings.withLadder(Ladder.parse("108p,54p")));

        int pictures = times(film).size();
        assertThat(times(made.file("video-108p"))).hasSize(pictures);
        assertThat(times(made.file("video-54p"))).hasSize((pictures + 1) / 2);
    }

    private static List<String> times(Path file) throws Exception {
        return Lab.probe(file, "packet=pts_time");
    }
}
