package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSettings.Crop;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Turned, stretched, woven and odd pictures come out upright, square, whole and even.
class ShapeTest {

    @TempDir Path folder;

    /// The upper left corner of what is shown is red, the rest is blue.
    @ParameterizedTest
    @CsvSource({"90,180x320", "180,320x180", "270,180x320", "0,320x180"})
    void aTurnedPictureComesOutUpright(int degrees, String size) throws Exception {
        var lab = new Lab(folder);
        var made = lab.make(turned(lab, degrees), settings -> settings);
        var file = made.files("h264").getFirst();

        assertThat(Lab.probed(file, "stream=width,height").replace(',', 'x')).isEqualTo(size);
        assertThat(Lab.probe(file, "stream_side_data=rotation")).allMatch(String::isBlank);
        OverlayTest.assertNear(Lab.colour(file, 2, 4, 4, 32, 32), 255, 0, 0);
        OverlayTest.assertNear(Lab.colour(file, 2, 60, 60, 100, 100), 0, 0, 255);
    }

    @Test
    void aTurnedPictureIsCroppedAsItIsShown() throws Exception {
        var lab = new Lab(folder);
        var crop = new PictureSettings(Optional.of(new Crop(0, 0, 40, 40)), List.of());
        var made = lab.make(turned(lab, 90), settings -> settings.withPicture(crop));
        var file = made.files("h264").getFirst();

        assertThat(Lab.probed(file, "stream=width,height")).isEqualTo("40,40");
        OverlayTest.assertNear(Lab.colour(file, 2, 0, 0, 40, 40), 255, 0, 0);
    }

    /// Shown with a turn of `degrees` clockwise it has its red corner at the upper left.
    private Path turned(Lab lab, int degrees) throws Exception {
        // The corner lies where a turn by so much brings it to the upper left.
        var corner =
                switch (degrees) {
                    case 90 -> "x=0:y=140";
                    case 180 -> "x=280:y=140";
                    case 270 -> "x=280:y=0";
                    default -> "x=0:y=0";
                };
        var plain =
                lab.picture(
                        "plain.mp4",
                        "color=c=blue:size=320x180:rate=25:duration=0.4,drawbox="
                                + corner
                                + ":w=40:h=40:color=red:t=fill",
                        "-c:v",
                        "libopenh264",
                        "-b:v",
                        "1M");
        return lab.clip(
                "turned.mp4",
                "-display_rotation",
                Integer.toString(-degrees),
                "-i",
                "file:" + plain,
                "-c",
                "copy");
    }

    @ParameterizedTest
    @CsvSource({"320x180,4/3,426x180", "180x180,16/9,320x180", "180x320,1/1,180x320"})
    void pixelsComeOutSquare(String stored, String shape, String size) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "shape.mkv",
                        "testsrc2=size=" + stored + ":rate=25:duration=0.4,setsar=" + shape,
                        "-c:v",
                        "ffv1");
        var file = lab.make(source, settings -> settings).files("h264").getFirst();

        assertThat(Lab.probed(file, "stream=width,height,sample_aspect_ratio"))
                .isEqualTo(size.replace('x', ',') + ",1:1");
    }

    @ParameterizedTest
    @CsvSource({"321,181", "175,99", "101,203", "64,64", "900,18"})
    void oddSizesBecomeEvenAndNothingIsCutOff(int width, int height) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "odd.mkv",
                        "color=c=red:size=%dx%d:rate=25:duration=0.4".formatted(width, height),
                        "-c:v",
                        "ffv1",
                        "-pix_fmt",
                        "yuv444p");
        var file = lab.make(source, settings -> settings).files("h264").getFirst();
        var size = Lab.probed(file, "stream=width,height").split(",");
        int across = Integer.parseInt(size[0]);
        int down = Integer.parseInt(size[1]);

        assertThat(across).isBetween(width - 1, width + 1).matches(n -> n % 2 == 0);
        assertThat(down).isBetween(height - 1, height + 1).matches(n -> n % 2 == 0);
        OverlayTest.assertNear(Lab.colour(file, 2, 0, 0, across, down), 255, 0, 0);
    }

    /// A bar that moves from field to field leaves a comb where fields are shown together.
    @ParameterizedTest
    @CsvSource({"top", "bottom"})
    void interlacedPicturesComeOutWithoutCombs(String first) throws Exception {
        var lab = new Lab(folder);
        // One field of each of two pictures; that with the upper line comes first of the two.
        var fields =
                first.equals("top")
                        ? "eq(mod(n,4),0)+eq(mod(n,4),3)"
                        : "eq(mod(n,4),1)+eq(mod(n,4),2)";
        var source =
                lab.picture(
                        "fields.mkv",
                        "color=c=black:size=320x180:rate=50:duration=1[b];"
                                + "color=c=white:size=40x180:rate=50:duration=1[w];"
                                + "[b][w]overlay=x='n*5':shortest=1,separatefields,select='%s',"
                                        .formatted(fields)
                                + "weave=first_field=%s,setfield=%s"
                                        .formatted(first, first.equals("top") ? "tff" : "bff"),
                        "-c:v",
                        "mpeg2video",
                        "-q:v",
                        "2",
                        "-flags",
                        "+ildct+ilme");
        var made = lab.make(source, settings -> settings);
        var file = made.files("h264").getFirst();

        assertThat(made.plan().source().video().orElseThrow().isInterlaced()).isTrue();
        assertThat(Lab.probed(file, "stream=r_frame_rate")).isEqualTo("25/1");
        assertThat(comb(file)).isLessThan(comb(source) / 4);
    }

    /// How much neighbouring lines differ more than lines two apart.
    private static double comb(Path file) throws Exception {
        var gray = Lab.pixels(file, "select=eq(n\\,12)", "gray");
        long sum = 0;
        for (int y = 1; y + 1 < 180; y++) {
            for (int x = 0; x < 320; x++) {
                int above = gray[(y - 1) * 320 + x] & 0xFF;
                int here = gray[y * 320 + x] & 0xFF;
                int below = gray[(y + 1) * 320 + x] & 0xFF;
                sum +=
                        Math.max(
                                0,
                                Math.abs(2 * here - above - below) - 2 * Math.abs(above - below));
            }
        }
        return sum / 1000.0;
    }
}
