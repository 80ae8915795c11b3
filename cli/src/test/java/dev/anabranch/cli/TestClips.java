package dev.anabranch.cli;

import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Small movies in many codecs, made by ffmpeg when they are first wanted: a moving picture with a
/// keyframe each second, and a tone.
public final class TestClips {

    /// How long each is, in seconds.
    public static final int SECONDS = 6;

    /// Longer than it is watched: what a player does where a movie begins anew is another matter.
    private static final int LADDER_SECONDS = 150;

    public static final int FRAMES_PER_SECOND = 25;

    public static final long CLOCK_MILLIS = 1_700_000_000_000L;

    private static final Path HEVC = Path.of("src/test/resources/media/hevc-aac.mp4");
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final FfmpegProgram ffmpeg;
    private final Path folder;

    public TestClips(FfmpegProgram ffmpeg, Path folder) {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
    }

    /// A movie with one picture and one sound, by the names that ffmpeg has for their codecs. The
    /// test that needs it is skipped when this ffmpeg cannot make it. HEVC is there with `aac`
    /// only.
    public Path of(String video, String audio) throws Exception {
        if (video.equals("hevc")) {
            return HEVC;
        }
        var arguments = inputs("320x180", SECONDS);
        arguments.addAll(List.of("-map", "0:v", "-map", "1:a"));
        arguments.addAll(picture(video, "300k"));
        arguments.addAll(sound(audio));
        return made(video + "-" + audio, arguments, SECONDS);
    }

    /// A movie with the same pictures in two sizes, 640x360 first, and one sound.
    public Path ladder() throws Exception {
        var arguments = inputs("640x360", LADDER_SECONDS);
        arguments.addAll(List.of("-filter_complex", "[0:v]split[big][b];[b]scale=320:180[small]"));
        arguments.addAll(List.of("-map", "[big]", "-map", "[small]", "-map", "1:a"));
        arguments.addAll(picture("h264", "300k"));
        arguments.addAll(List.of("-b:v:0", "900k"));
        arguments.addAll(sound("aac"));
        return made("ladder", arguments, LADDER_SECONDS);
    }

    /// A movie whose pictures say when they are shown: the clock of frame `n` is [#CLOCK_MILLIS]
    /// and `n` frames.
    public Path clocked(int width, int height, int seconds) throws Exception {
        var file = folder.resolve("clocked-%dx%d-%d.mkv".formatted(width, height, seconds));
        var shape = new TestPicture.PictureShape(width, height, FRAMES_PER_SECOND);
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size"));
        arguments.addAll(List.of(shape.toString(), "-framerate", "" + FRAMES_PER_SECOND));
        arguments.addAll(List.of("-i", "pipe:0", "-f", "lavfi", "-i"));
        arguments.add("sine=frequency=440:sample_rate=48000:duration=" + seconds);
        arguments.addAll(picture("h264", "3M"));
        arguments.addAll(sound("aac"));
        arguments.add(file.toString());
        try (var process = ffmpeg.start(Protocols.FILE, arguments, LONGEST)) {
            try (var out = process.input()) {
                var picture = new TestPicture(shape);
                for (long frame = 0; frame < (long) seconds * FRAMES_PER_SECOND; frame++) {
                    long millis = CLOCK_MILLIS + frame * 1000 / FRAMES_PER_SECOND;
                    out.write(picture.draw(Instant.ofEpochMilli(millis), frame));
                }
            }
            process.await();
        }
        return file;
    }

    /// The same movie with subtitles in it, each a file of SubRip or SubStation.
    ///
    /// @param languages of the files, as Matroska has them: `eng`
    public Path subtitled(Path movie, List<Path> texts, List<String> languages) throws Exception {
        var file = folder.resolve("subtitled-" + movie.getFileName());
        var arguments = new ArrayList<>(List.of("-i", movie.toString()));
        texts.forEach(text -> arguments.addAll(List.of("-i", text.toString())));
        arguments.addAll(List.of("-map", "0"));
        for (int i = 0; i < texts.size(); i++) {
            arguments.addAll(List.of("-map", Integer.toString(i + 1)));
            arguments.addAll(List.of("-metadata:s:s:" + i, "language=" + languages.get(i)));
        }
        arguments.addAll(List.of("-c", "copy", file.toString()));
        try (var process = ffmpeg.start(Protocols.FILE, arguments, LONGEST)) {
            process.input().close();
            process.await();
        }
        return file;
    }

    private static ArrayList<String> inputs(String size, int seconds) {
        var picture =
                "testsrc2=size=%s:rate=%d:duration=%d".formatted(size, FRAMES_PER_SECOND, seconds);
        var tone = "sine=frequency=440:sample_rate=48000:duration=" + seconds;
        return new ArrayList<>(List.of("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone));
    }

    private List<String> picture(String codec, String rate) {
        var encoder =
                switch (codec) {
                    case "h264" -> ffmpeg.h264Encoder().orElse("libx264");
                    case "av1" -> "libsvtav1";
                    case "vp9" -> "libvpx-vp9";
                    default -> throw new IllegalArgumentException(codec);
                };
        need(encoder);
        var gop = Integer.toString(FRAMES_PER_SECOND);
        var arguments = new ArrayList<>(List.of("-c:v", encoder, "-b:v", rate, "-g", gop));
        arguments.addAll(List.of("-pix_fmt", "yuv420p"));
        switch (encoder) {
            case "libx264" -> arguments.addAll(List.of("-keyint_min", gop, "-sc_threshold", "0"));
            case "libsvtav1" -> arguments.addAll(List.of("-preset", "12"));
            case "libvpx-vp9" ->
                    arguments.addAll(List.of("-deadline", "realtime", "-cpu-used", "8"));
            default -> {}
        }
        return arguments;
    }

    private List<String> sound(String codec) {
        var encoder =
                switch (codec) {
                    case "opus" -> "libopus";
                    case "mp3" -> "libmp3lame";
                    default -> codec;
                };
        need(encoder);
        return List.of("-c:a", encoder, "-b:a", "96k", "-ac", "2");
    }

    private void need(String encoder) {
        Assumptions.assumeTrue(
                ffmpeg.hasEncoder(encoder), () -> "skipped: " + ffmpeg + " has no " + encoder);
    }

    private Path made(String name, List<String> arguments, int seconds) throws Exception {
        var file = folder.resolve(name + ".mp4");
        if (Files.exists(file)) {
            return file;
        }
        var all = new ArrayList<>(arguments);
        all.addAll(List.of("-t", Integer.toString(seconds), file.toString()));
        try (var process = ffmpeg.start(Protocols.FILE, all, LONGEST)) {
            process.input().close();
            process.await();
        }
        return file;
    }
}
