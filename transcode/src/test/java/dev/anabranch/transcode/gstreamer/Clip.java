package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.ExtrasPlan;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.SubtitlePlan;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A short file made by the ffmpeg of this machine, and what ffprobe says of it.
public record Clip(Path file) {

    /// Makes one.
    ///
    /// @param arguments of ffmpeg, without the output
    public static Clip of(Path file, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        run(command);
        return new Clip(file);
    }

    /// Moving pictures and, where `audio` is more than 0, that many seconds of sound.
    public static Clip of(
            Path file, String size, String rate, double video, double audio, String... more)
            throws Exception {
        var arguments = new ArrayList<String>();
        arguments.addAll(
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=%s:r=%s:d=%s".formatted(size, rate, video)));
        if (audio > 0) {
            arguments.addAll(
                    List.of("-f", "lavfi", "-i", "sine=440:beep_factor=4:r=48000:d=" + audio));
        }
        arguments.addAll(List.of(more));
        return of(file, arguments.toArray(String[]::new));
    }

    public static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + "\n" + said);
        }
        return said;
    }

    /// What ffprobe says of a stream, line by line.
    ///
    /// @param stream such as `v:0`
    public List<String> probe(String stream, String entries, String... more) throws Exception {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-select_streams", stream));
        command.addAll(List.of(more));
        command.addAll(List.of("-show_entries", entries));
        command.addAll(List.of("-of", "default=noprint_wrappers=1", file.toString()));
        return run(command).lines().distinct().toList();
    }

    /// Presentation times of all packets of a stream in ticks of its time base, ascending.
    public List<Long> times(String stream) throws Exception {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-select_streams", stream));
        command.addAll(List.of("-show_entries", "packet=pts", "-of", "csv=p=0"));
        command.add(file.toString());
        return run(command)
                .lines()
                .map(line -> line.replaceAll("[^0-9-]", ""))
                .filter(line -> !line.isEmpty())
                .map(Long::parseLong)
                .sorted()
                .toList();
    }

    public Source source() throws Exception {
        var fields = fields();
        var audio = new ArrayList<SourceAudio>();
        Optional<SourceVideo> video = Optional.empty();
        for (int i = 0; fields.containsKey("streams.stream." + i + ".index"); i++) {
            var stream = new Stream(fields, "streams.stream." + i + ".");
            if (stream.text("codec_type").equals("video")) {
                video = Optional.of(video(i, stream));
            } else {
                audio.add(audio(i, stream, audio.isEmpty()));
            }
        }
        return new Source(
                SourceInput.of(file),
                String.valueOf(fields.get("format.format_name")),
                Optional.empty(),
                video,
                audio,
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    /// Everything ffprobe says, by name.
    private Map<String, String> fields() throws Exception {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-show_streams"));
        command.addAll(List.of("-show_format", "-of", "flat", file.toString()));
        var fields = new HashMap<String, String>();
        run(command)
                .lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> fields.put(pair[0], pair[1].replaceAll("^\"|\"$", "")));
        return fields;
    }

    private record Stream(Map<String, String> fields, String prefix) {

        String text(String name) {
            return fields.getOrDefault(prefix + name, "");
        }

        int number(String name) {
            return Integer.parseInt(text(name));
        }

        Rational rational(String name) {
            var parts = text(name).split("[/:]");
            return parts.length < 2
                    ? Rational.ONE
                    : new Rational(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }

        /// ffprobe tells the turn that was made, anticlockwise.
        int rotation() {
            return fields.entrySet().stream()
                    .filter(field -> field.getKey().startsWith(prefix + "side_data_list"))
                    .filter(field -> field.getKey().endsWith("rotation"))
                    .mapToInt(field -> Math.floorMod(-Integer.parseInt(field.getValue()), 360))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static SourceVideo video(int index, Stream stream) {
        return new SourceVideo(
                index,
                stream.text("codec_name"),
                "",
                stream.number("width"),
                stream.number("height"),
                stream.rational("sample_aspect_ratio"),
                stream.rotation(),
                stream.rational("r_frame_rate"),
                false,
                stream.rational("time_base"),
                List.of("tt", "bb", "tb", "bt").contains(stream.text("field_order")),
                "yuv420p",
                8,
                SourceVideo.Range.SDR,
                0,
                0,
                Optional.empty(),
                SourceVideo.Colour.UNKNOWN);
    }

    private static SourceAudio audio(int index, Stream stream, boolean isDefault) {
        return new SourceAudio(
                index,
                stream.text("codec_name"),
                "",
                stream.number("sample_rate"),
                stream.number("channels"),
                "",
                0,
                "und",
                "",
                isDefault,
                stream.rational("time_base"));
    }

    /// Whether the programs that make clips are there.
    public static boolean canBeMade() {
        return List.of("ffmpeg", "ffprobe").stream()
                .allMatch(name ->
                        Arrays.stream(System.getenv("PATH").split(":"))
                                .anyMatch(folder -> Path.of(folder, name).toFile().canExecute()));
    }

    /// A plan for this clip that is nothing yet.
    public PlanBuilder plan(KeyframeGrid grid) throws Exception {
        return new PlanBuilder(source(), grid);
    }

    /// A plan by hand.
    public static final class PlanBuilder {
        private final Source source;
        private final KeyframeGrid grid;
        private final List<VideoOutput> video = new ArrayList<>();
        private final List<AudioOutput> audio = new ArrayList<>();
        private PictureSettings picture = PictureSettings.UNCHANGED;
        private Trim trim = Trim.WHOLE;
        private Limits limits = new Limits(2, 5, 0, Duration.ofMinutes(2));
        private ExtrasPlan extras = ExtrasPlan.NONE;

        PlanBuilder(Source source, KeyframeGrid grid) {
            this.source = source;
            this.grid = grid;
        }

        Source source() {
            return source;
        }

        public PlanBuilder video(VideoOutput output) {
            video.add(output);
            return this;
        }

        public PlanBuilder audio(AudioOutput output) {
            audio.add(output);
            return this;
        }

        public PlanBuilder picture(PictureSettings settings) {
            picture = settings;
            return this;
        }

        public PlanBuilder trim(Trim wanted) {
            trim = wanted;
            return this;
        }

        public PlanBuilder limits(Limits wanted) {
            limits = wanted;
            return this;
        }

        public PlanBuilder still(StillOutput output) {
            extras = new ExtrasPlan(List.of(output), false, false, SubtitlePlan.NONE);
            return this;
        }

        public TranscodePlan build() {
            return new TranscodePlan(
                    source,
                    Duration.ofSeconds(1),
                    grid,
                    picture,
                    trim,
                    video,
                    audio,
                    limits,
                    List.of(),
                    extras);
        }
    }
}
