package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Range;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;

/// Whether the picture of a source can be moved as it is, as far as its description tells.
final class CopyCheck {

    /// More than a rung of this size may cost is too much for the viewers it is for.
    static final double MAX_BITS_SHARE = 1.5;

    /// The containers that say when each picture is shown.
    private static final Set<String> TIMED =
            Set.of("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mpegts", "flv", "live_flv");

    private final Source source;
    private final SourceVideo video;
    private final TranscodeSettings settings;

    CopyCheck(Source source, SourceVideo video, TranscodeSettings settings) {
        this.source = source;
        this.video = video;
        this.settings = settings;
    }

    /// What the picture is, if that is something we package.
    static Optional<VideoCodec> codec(SourceVideo video) {
        return switch (video.codec()) {
            case "h264" -> Optional.of(VideoCodec.H264);
            case "hevc" -> Optional.of(VideoCodec.HEVC);
            case "av1" -> Optional.of(VideoCodec.AV1);
            default -> Optional.empty();
        };
    }

    /// In words that go on after "because"; empty when nothing speaks against it.
    Optional<String> obstacle() {
        if (settings.video().copy() == Copy.NEVER) {
            return Optional.of("copying is switched off");
        }
        var codec = codec(video);
        if (codec.isEmpty()) {
            return Optional.of(video.codec() + " is not among the codecs of a ladder");
        }
        if (!settings.video().codecs().contains(codec.get())) {
            return Optional.of(codec.get() + " is not asked for");
        }
        if (!settings.picture().isUnchanged() || !settings.trim().isWhole()) {
            return Optional.of("the picture or its length is to be changed");
        }
        if (!TIMED.contains(source.container())) {
            return Optional.of("the container does not say when each picture is shown");
        }
        return shape().or(() -> format(codec.get()));
    }

    private Optional<String> shape() {
        if (video.rotationDegrees() != 0) {
            return Optional.of("the picture has to be turned");
        }
        if (video.displayWidth() != video.width()) {
            return Optional.of("its pixels are not square");
        }
        if (video.isInterlaced()) {
            return Optional.of("it is interlaced");
        }
        return Optional.empty();
    }

    private Optional<String> format(VideoCodec codec) {
        var formats =
                codec == VideoCodec.H264 ? Set.of("yuv420p") : Set.of("yuv420p", "yuv420p10le");
        if (!formats.contains(video.pixelFormat())) {
            return Optional.of(
                    video.pixelFormat().isEmpty()
                            ? "nobody knows what its pixels are"
                            : "few players show " + video.pixelFormat());
        }
        boolean isHdr = video.range() != Range.SDR;
        if (isHdr
                && (codec == VideoCodec.H264 || settings.video().hdr() != VideoSettings.Hdr.KEEP)) {
            return Optional.of("its high dynamic range has to be tone-mapped");
        }
        boolean isH264 = codec == VideoCodec.H264;
        if (isH264
                && (settings.video().profile().isPresent()
                        || settings.video().level().isPresent())) {
            return Optional.of("a profile or level is asked for");
        }
        return Optional.empty();
    }

    /// Of the stream, or else at most, by the size of the file; 0 when nothing tells.
    long bitsPerSecond() {
        if (video.bitsPerSecond() > 0) {
            return video.bitsPerSecond();
        }
        if (source.duration().isEmpty() || !(source.input() instanceof SourceInput.OfFile file)) {
            return 0;
        }
        double seconds = source.duration().get().toMillis() / 1000.0;
        try {
            return seconds > 0 ? Math.round(Files.size(file.path()) * 8 / seconds) : 0;
        } catch (IOException gone) {
            // Whoever reads it next says so.
            return 0;
        }
    }
}
