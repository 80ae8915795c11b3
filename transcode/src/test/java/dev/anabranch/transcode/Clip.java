package dev.anabranch.transcode;

import dev.anabranch.media.Rational;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A short file made by the ffmpeg of this machine, and what ffprobe says of it.
record Clip(Path file) {

    /// Makes one.
    ///
    /// @param arguments of ffmpeg, without the output
    static Clip of(Path file, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        run(command);
        return new Clip(file);
    }

    /// Moving pictures and, where `audio` is more than 0, that many seconds of sound.
    static Clip of(Path file, String size, String rate, double video, double audio, String... more)
            throws Exception {
        var arguments = new ArrayList<String>();
        arguments.addAll(
                List.of("-f", "lavfi", "-i", "testsrc2=s=%s:r=%s:d=%s".formatted(size, rate, video)));
        if (audio > 0) {
            arguments.addAll(
                    List.of("-f", "lavfi", "-i", "sine=440:beep_factor=4:r=48000:d=" + audio));
        }
        arguments.addAll(List.of(more));
        return of(file, arguments.toArray(String[]::new));
    }

    static String run(List<String> command) throws IOException, InterruptedException {
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
    List<String> probe(String stream, String entries, String... more) throws Exception {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-select_streams", stream));
        command.addAll(List.of(more));
        command.addAll(List.of("-show_entries", entries));
        command.addAll(List.of("-of", "default=noprint_wrappers=1", file.toString()));
        return run(command).lines().distinct().toList();
    }

    String field(String stream, String section, String name) throws Exception {
        return probe(stream, section + "=" + name).getFirst().split("=", 2)[1];
    }

    /// Presentation times of all packets of a stream in ticks of its time base, ascending.
    List<Long> times(String stream) throws Exception {
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

    Source source() throws Exception {
        var container = probe("v:0", "format=format_name").getFirst().split("=", 2)[1];
        var audio = new ArrayList<SourceAudio>();
        var kinds = run(
                        List.of(
                                "ffprobe",
                                "-v",
                                "error",
                                "-show_entries",
                                "stream=codec_type",
                                "-of",
                                "csv=p=0",
                                file.toString()))
                .lines()
                .map(line -> line.replaceAll("[^a-z]", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        // A program of a transport stream lists its streams a second time.
        kinds = container.equals("mpegts") ? kinds.subList(0, kinds.size() / 2) : kinds;
        Optional<SourceVideo> video = Optional.empty();
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i).equals("video")) {
                video = Optional.of(video(i));
            } else {
                audio.add(audio(i, audio.size()));
            }
        }
        return new Source(
                SourceInput.of(file),
                container,
                Optional.empty(),
                video,
                audio,
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    private SourceVideo video(int index) throws Exception {
        var rate = rational(field("v:0", "stream", "r_frame_rate"), "/");
        var aspect = field("v:0", "stream", "sample_aspect_ratio");
        var order = field("v:0", "stream", "field_order");
        return new SourceVideo(
                index,
                field("v:0", "stream", "codec_name"),
                "",
                Integer.parseInt(field("v:0", "stream", "width")),
                Integer.parseInt(field("v:0", "stream", "height")),
                aspect.contains(":") ? rational(aspect, ":") : Rational.ONE,
                rotation(),
                rate,
                false,
                rational(field("v:0", "stream", "time_base"), "/"),
                List.of("tt", "bb", "tb", "bt").contains(order),
                "yuv420p",
                8,
                SourceVideo.Range.SDR,
                0,
                0);
    }

    /// ffprobe tells the turn that was made, anticlockwise.
    private int rotation() throws Exception {
        return probe("v:0", "stream_side_data=rotation").stream()
                .filter(line -> line.startsWith("rotation="))
                .mapToInt(line -> Math.floorMod(-Integer.parseInt(line.split("=")[1]), 360))
                .findFirst()
                .orElse(0);
    }

    private SourceAudio audio(int index, int number) throws Exception {
        var stream = "a:" + number;
        return new SourceAudio(
                index,
                field(stream, "stream", "codec_name"),
                "",
                Integer.parseInt(field(stream, "stream", "sample_rate")),
                Integer.parseInt(field(stream, "stream", "channels")),
                "",
                0,
                "und",
                "",
                number == 0,
                rational(field(stream, "stream", "time_base"), "/"));
    }

    private static Rational rational(String text, String separator) {
        var parts = text.split(separator);
        return new Rational(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /// Whether the programs that make clips are there.
    static boolean canBeMade() {
        return Stream.of("ffmpeg", "ffprobe")
                .allMatch(
                        name ->
                                Arrays.stream(System.getenv("PATH").split(":"))
                                        .anyMatch(folder -> Path.of(folder, name).toFile().canExecute()));
    }

    /// A plan for this clip that is nothing yet.
    PlanBuilder plan(KeyframeGrid grid) throws Exception {
        return new PlanBuilder(source(), grid);
    }

    /// A plan by hand.
    static final class PlanBuilder {
        private final Source source;
        private final KeyframeGrid grid;
        private final List<VideoOutput> video = new ArrayList<>();
        private final List<AudioOutput> audio = new ArrayList<>();
        private PictureSettings picture = PictureSettings.UNCHANGED;
        private Trim trim = Trim.WHOLE;
        private Limits limits = new Limits(2, 5, 0, Duration.ofMinutes(2));

        PlanBuilder(Source source, KeyframeGrid grid) {
            this.source = source;
            this.grid = grid;
        }

        Source source() {
            return source;
        }

        PlanBuilder video(VideoOutput output) {
            video.add(output);
            return this;
        }

        PlanBuilder audio(AudioOutput output) {
            audio.add(output);
            return this;
        }

        PlanBuilder picture(PictureSettings settings) {
            picture = settings;
            return this;
        }

        PlanBuilder trim(Trim wanted) {
            trim = wanted;
            return this;
        }

        PlanBuilder limits(Limits wanted) {
            limits = wanted;
            return this;
        }

        TranscodePlan build() {
            return new TranscodePlan(
                    source,
                    Duration.ofSeconds(1),
                    grid,
                    picture,
                    trim,
                    video,
                    audio,
                    limits,
                    List.of());
        }
    }
}
