package dev.anabranch.transcode.plan;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sources as a probe would find them, with one thing odd at a time.
public final class Sources {

    public static final Duration MINUTE = Duration.ofMinutes(1);

    private Sources() {}

    /// An H.264 picture in square pixels of `bitsPerSecond`.
    public static SourceVideo video(int width, int height, Rational rate, long bitsPerSecond) {
        return new SourceVideo(
                0,
                "h264",
                "High",
                width,
                height,
                Rational.ONE,
                0,
                rate,
                false,
                new Rational(1, 15_360),
                false,
                "yuv420p",
                8,
                Range.SDR,
                bitsPerSecond,
                0,
                Optional.empty(),
                SourceVideo.Colour.UNKNOWN);
    }

    public static SourceVideo video(int width, int height, int rate) {
        return video(width, height, new Rational(rate, 1), 100_000_000);
    }

    public static SourceVideo shaped(
            SourceVideo video, Rational sampleAspectRatio, int rotationDegrees) {
        return new SourceVideo(
                video.index(),
                video.codec(),
                video.profile(),
                video.width(),
                video.height(),
                sampleAspectRatio,
                rotationDegrees,
                video.frameRate(),
                video.isVariableRate(),
                video.timeBase(),
                video.isInterlaced(),
                video.pixelFormat(),
                video.bitDepth(),
                video.range(),
                video.bitsPerSecond(),
                video.frames(),
                video.end(),
                SourceVideo.Colour.UNKNOWN);
    }

    public static SourceVideo variable(SourceVideo video) {
        return new SourceVideo(
                video.index(),
                video.codec(),
                video.profile(),
                video.width(),
                video.height(),
                video.sampleAspectRatio(),
                video.rotationDegrees(),
                video.frameRate(),
                true,
                video.timeBase(),
                video.isInterlaced(),
                video.pixelFormat(),
                video.bitDepth(),
                video.range(),
                video.bitsPerSecond(),
                video.frames(),
                video.end(),
                SourceVideo.Colour.UNKNOWN);
    }

    public static SourceVideo coded(
            SourceVideo video, String codec, String pixelFormat, int bitDepth, Range range) {
        return new SourceVideo(
                video.index(),
                codec,
                video.profile(),
                video.width(),
                video.height(),
                video.sampleAspectRatio(),
                video.rotationDegrees(),
                video.frameRate(),
                video.isVariableRate(),
                video.timeBase(),
                video.isInterlaced(),
                pixelFormat,
                bitDepth,
                range,
                video.bitsPerSecond(),
                video.frames(),
                video.end(),
                SourceVideo.Colour.UNKNOWN);
    }

    public static SourceVideo interlaced(SourceVideo video) {
        return new SourceVideo(
                video.index(),
                video.codec(),
                video.profile(),
                video.width(),
                video.height(),
                video.sampleAspectRatio(),
                video.rotationDegrees(),
                video.frameRate(),
                video.isVariableRate(),
                video.timeBase(),
                true,
                video.pixelFormat(),
                video.bitDepth(),
                video.range(),
                video.bitsPerSecond(),
                video.frames(),
                video.end(),
                SourceVideo.Colour.UNKNOWN);
    }

    public static SourceAudio audio(int index, String codec, int channels, String language) {
        return new SourceAudio(
                index,
                codec,
                codec.equals("aac") ? "LC" : "",
                48_000,
                channels,
                "",
                128_000,
                language,
                "",
                false,
                new Rational(1, 48_000));
    }

    public static Source of(SourceVideo video, SourceAudio... audio) {
        return of(Optional.of(video), List.of(audio), Optional.of(MINUTE));
    }

    public static Source of(
            Optional<SourceVideo> video, List<SourceAudio> audio, Optional<Duration> duration) {
        return new Source(
                SourceInput.of(Path.of("film.mp4")),
                "mov,mp4,m4a,3gp,3g2,mj2",
                duration,
                video,
                audio,
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }
}
