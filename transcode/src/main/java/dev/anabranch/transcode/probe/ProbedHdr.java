package dev.anabranch.transcode.probe;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.HdrMetadata;
import dev.anabranch.transcode.HdrMetadata.Display;
import dev.anabranch.transcode.HdrMetadata.Light;
import dev.anabranch.transcode.HdrMetadata.Point;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Ffprobe;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The side data of a stream as ffprobe prints it. What makes no sense is taken as not said.
final class ProbedHdr {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_JSON_BYTES = 1 << 20;
    private static final int CHROMATICITY = 50_000;
    private static final int LUMINANCE = 10_000;

    private ProbedHdr() {}

    /// What the first picture says of itself, where the container says nothing. Blocks until it is
    /// decoded, at most `limit`; a picture that cannot be looked at says nothing.
    static HdrMetadata ofFirstPicture(
            FfmpegProgram program, SourceInput input, int stream, Duration limit)
            throws MediaFormatException, IOException, InterruptedException {
        var questions =
                List.of(
                        "-select_streams",
                        Integer.toString(stream),
                        "-show_frames",
                        "-read_intervals",
                        "%+#1",
                        "-show_entries",
                        "frame=side_data_list",
                        "-of",
                        "json");
        try (var process = Ffprobe.beside(program).start(input, questions, limit)) {
            process.input().close();
            var json = process.read(MAX_JSON_BYTES);
            process.await();
            return of(new ProbedStream(JSON.readTree(json).path("frames").path(0)));
        } catch (ProgramException | JacksonException unknown) {
            return HdrMetadata.NONE;
        }
    }

    static HdrMetadata of(ProbedStream stream) {
        var display = Optional.<Display>empty();
        var light = Optional.<Light>empty();
        for (var side : stream.node().path("side_data_list")) {
            switch (side.path("side_data_type").asString("")) {
                case "Mastering display metadata" -> display = display(new ProbedStream(side));
                case "Content light level metadata" -> light = light(side);
                default -> {}
            }
        }
        return new HdrMetadata(display, light);
    }

    private static Optional<Display> display(ProbedStream side) {
        try {
            return Optional.of(
                    new Display(
                            point(side, "green"),
                            point(side, "blue"),
                            point(side, "red"),
                            point(side, "white_point"),
                            units(side, "max_luminance", LUMINANCE),
                            side.ratio("min_luminance")
                                    .map(ratio -> Math.round(ratio.toDouble() * LUMINANCE))
                                    .orElse(0L)));
        } catch (IllegalArgumentException senseless) {
            return Optional.empty();
        }
    }

    private static Point point(ProbedStream side, String name) {
        return new Point(
                (int) units(side, name + "_x", CHROMATICITY),
                (int) units(side, name + "_y", CHROMATICITY));
    }

    private static long units(ProbedStream side, String name, int perUnit) {
        var value = side.ratio(name).map(Rational::toDouble);
        return Math.round(value.orElseThrow(() -> new IllegalArgumentException(name)) * perUnit);
    }

    private static Optional<Light> light(JsonNode side) {
        int most = side.path("max_content").asInt(0);
        int average = side.path("max_average").asInt(0);
        boolean isSense = most > 0 && most <= 0xFFFF && average >= 0 && average <= 0xFFFF;
        return isSense ? Optional.of(new Light(most, average)) : Optional.empty();
    }
}
