package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSettings.Overlay;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Decodes images that are to lie on a picture, once before the run: in it, nothing but their order
/// would tell a damaged image from a damaged film.
public final class ImageCheck {

    /// More than a picture of 8K has. Each pixel is four bytes in the run.
    static final int MAX_PIXELS = 64_000_000;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ImageCheck() {}

    /// Looks at all images of `settings`; blocks while they are decoded.
    ///
    /// @throws MediaFormatException naming the image that is none, damaged, or has more than
    ///   [#MAX_PIXELS]
    /// @throws ProgramException when the program hangs
    public static void check(FfmpegProgram program, PictureSettings settings)
            throws ProgramException, MediaFormatException, InterruptedException {
        for (var overlay : settings.overlays()) {
            if (overlay instanceof Overlay.Image image) {
                check(program, image.file());
            }
        }
    }

    private static void check(FfmpegProgram program, Path file)
            throws ProgramException, MediaFormatException, InterruptedException {
        try (var process = program.start(Protocols.FILE, arguments(file), LIMIT)) {
            try {
                process.await();
            } catch (ProgramException failed) {
                if (failed.kind() != Kind.FAILED || failed.isBySignal()) {
                    throw failed;
                }
                throw refusal(file, process.errorTail());
            }
            // Of some damage a decoder makes a picture with grey in it, and complains.
            if (!process.errorTail().isEmpty()) {
                throw refusal(file, process.errorTail());
            }
        }
    }

    private static List<String> arguments(Path file) {
        var words = new ArrayList<>(List.of("-max_pixels", Integer.toString(MAX_PIXELS)));
        words.addAll(FfmpegCommand.image(file));
        words.addAll(List.of("-frames:v", "1", "-f", "null", "-"));
        return words;
    }

    private static MediaFormatException refusal(Path file, String said) {
        if (said.contains("max_pixels") || said.contains("Picture size")) {
            return MediaFormatException.unsupported(
                    file.toString(),
                    "an image to lie on the picture has at most %d pixels".formatted(MAX_PIXELS));
        }
        var reason = SupervisedProcess.ORIGIN.matcher(said).replaceAll("").lines().findFirst();
        return MediaFormatException.malformed(
                file.toString(),
                "no image that is known, or a damaged one: "
                        + reason.orElse("nothing is in it")
                                .replace(FfmpegCommand.LOCAL + file + ": ", ""));
    }
}
