package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sample entry says of the picture beside its codec, as ffprobe reads it from the source
/// and from what is packaged.
class HighDynamicRangeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// BT.2020 primaries, D65, 0.005 to 1000 cd/m², as `mdcv` has them.
    private static final String DISPLAY =
            "2134"
                    + "9baa"
                    + "1996"
                    + "08fc"
                    + "8a48"
                    + "3908"
                    + "3d13"
                    + "4042"
                    + "00989680"
                    + "00000032";

    /// The same in VP9's form: red first, 0.16 and 24.8 fixed point, behind version and flags.
    private static final String DISPLAY_VP9 =
            "00000000"
                    + "b53f"
                    + "4ac0"
                    + "2b85"
                    + "cc08"
                    + "218d"
                    + "0bc6"
                    + "500d"
                    + "5440"
                    + "0003e800"
                    + "00000014";

    @TempDir private Path folder;

    @BeforeEach
    void needsFfprobe() {
        assumeTrue(
                Command.find("ffprobe").isPresent(),
                "ffprobe is missing: install the package ffmpeg");
    }

    @Test
    void masteringDisplayAndLightLevelOfHevcAreCarried() throws Exception {
        var source =
                EntryBoxes.add(
                        Samples.path(Samples.HEVC),
                        folder.resolve("hdr.mp4"),
                        box("mdcv", DISPLAY),
                        box("clli", "03e80190"));
        var read = packaged(source);
        assertThat(read)
                .contains("red_x=\"35400/50000\"", "max_luminance=\"10000000/10000\"")
                .contains("max_content=1000", "max_average=400");
        assertThat(read).isEqualTo(sideData(source));
    }

    @Test
    void masteringDisplayAndLightLevelOfVp9AreCarried() throws Exception {
        var plain = folder.resolve("plain.mp4");
        run("ffmpeg -v error -f lavfi -i testsrc=s=64x64:d=1 -c:v libvpx-vp9 -b:v 50k " + plain);
        var source =
                EntryBoxes.add(
                        plain,
                        folder.resolve("vp9.mp4"),
                        box("SmDm", DISPLAY_VP9),
                        box("CoLL", "0000000003e80190"));
        var read = packaged(source);
        assertThat(read)
                .contains("Mastering display metadata", "max_content=1000")
                .isEqualTo(sideData(source));
    }

    @Test
    void dolbyVisionOfAPhoneIsCarriedAndNamed() throws Exception {
        var source = Samples.path(Samples.QUICKTIME);
        var read = packaged(source);
        assertThat(read).contains("dv_profile=8", "dv_level=2", "dv_bl_signal_compatibility_id=4");
        assertThat(dolbyVision(read)).isEqualTo(dolbyVision(sideData(source)));
        assertThat(Files.readString(folder.resolve("out/index.m3u8")))
                .contains("SUPPLEMENTAL-CODECS=\"dvh1.08.02/db4h\"", "VIDEO-RANGE=HLG");
    }

    @Test
    void transportStreamsAreNotSaidToHaveDolbyVision() throws Exception {
        var out = folder.resolve("ts");
        Samples.packager(Samples.QUICKTIME).transportStream().to(out);
        assertThat(Files.readString(out.resolve("index.m3u8")))
                .doesNotContain("SUPPLEMENTAL-CODECS");
    }

    @Test
    void pixelShapeAndColoursAreCarried() throws Exception {
        var source =
                EntryBoxes.add(
                        Samples.path(Samples.HEVC),
                        folder.resolve("shape.mp4"),
                        box("pasp", "0000000400000003"),
                        box("colr", "6e636c78" + "0009" + "0010" + "0009" + "00"));
        assertThat(packaged(source)).isEqualTo(sideData(source));
        var entries = "stream=sample_aspect_ratio,color_space,color_transfer,color_primaries";
        var command = "ffprobe -v error -select_streams v:0 -of compact -show_entries " + entries;
        assertThat(run(command + " " + video()))
                .contains("sample_aspect_ratio=4:3")
                .isEqualTo(run(command + " " + source));
    }

    private String packaged(Path source) throws Exception {
        Packager.of(source).singleFile().to(folder.resolve("out"));
        return sideData(video());
    }

    private Path video() throws Exception {
        try (var files = Files.walk(folder.resolve("out"))) {
            return files.filter(
                            file -> file.getParent().getFileName().toString().startsWith("video"))
                    .filter(file -> file.endsWith("media.mp4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String sideData(Path file) {
        return run(
                "ffprobe -v error -select_streams v:0 -show_entries stream_side_data -of flat=h=0 "
                        + file);
    }

    private static List<String> dolbyVision(String sideData) {
        return sideData.lines()
                .filter(line -> line.contains(".dv_") || line.contains("pu_present"))
                .map(line -> line.replaceAll("side_data_\\d+|side_data\\.\\d+", ""))
                .toList();
    }

    private static byte[] box(String type, String hex) {
        return EntryBoxes.box(type, HexFormat.of().parseHex(hex));
    }

    private static String run(String command) {
        var result = Command.run(TIMEOUT, List.of(command.split(" ")));
        assertThat(result.err()).isEmpty();
        return result.out();
    }
}
