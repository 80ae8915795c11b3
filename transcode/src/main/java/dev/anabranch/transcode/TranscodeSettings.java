package dev.anabranch.transcode;

import dev.anabranch.transcode.process.Limits;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// What somebody wants made of a source. Immutable: `DEFAULT.withLadder(Ladder.parse("720p"))`.
///
/// @param ladder sizes and bit rates
/// @param picture done before scaling
/// @param trim what of the source's time is taken
/// @param segment how long segments should be, a tenth of a second to a minute
/// @param limits what a run may take of the machine
/// @param extras what is made beside the renditions
/// @param subtitles which there are
public record TranscodeSettings(
        Ladder ladder,
        VideoSettings video,
        AudioSettings audio,
        PictureSettings picture,
        Trim trim,
        Duration segment,
        Limits limits,
        Extras extras,
        SubtitleSettings subtitles) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public static final TranscodeSettings DEFAULT =
            new TranscodeSettings(
                    Ladder.auto(),
                    VideoSettings.DEFAULT,
                    AudioSettings.DEFAULT,
                    PictureSettings.UNCHANGED,
                    Trim.WHOLE,
                    Duration.ofSeconds(4),
                    Limits.NONE,
                    Extras.NONE,
                    SubtitleSettings.DEFAULT);

    public TranscodeSettings {
        if (segment.compareTo(SHORTEST) < 0 || segment.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("segment=" + segment);
        }
    }

    public TranscodeSettings withLadder(Ladder ladder) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    public TranscodeSettings withVideo(VideoSettings video) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    /// `withVideo(video -> video.withCrf(20))`.
    public TranscodeSettings withVideo(UnaryOperator<VideoSettings> change) {
        return withVideo(change.apply(video));
    }

    public TranscodeSettings withAudio(AudioSettings audio) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    /// `withAudio(audio -> audio.withChannels(6))`.
    public TranscodeSettings withAudio(UnaryOperator<AudioSettings> change) {
        return withAudio(change.apply(audio));
    }

    public TranscodeSettings withPicture(PictureSettings picture) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    public TranscodeSettings withTrim(Trim trim) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    public TranscodeSettings withSegment(Duration segment) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    public TranscodeSettings withLimits(Limits limits) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    public TranscodeSettings withExtras(Extras extras) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    /// `withExtras(extras -> extras.withPoster())`.
    public TranscodeSettings withExtras(UnaryOperator<Extras> change) {
        return withExtras(change.apply(extras));
    }

    public TranscodeSettings withSubtitles(SubtitleSettings subtitles) {
        return new TranscodeSettings(
                ladder, video, audio, picture, trim, segment, limits, extras, subtitles);
    }

    /// `withSubtitles(subtitles -> subtitles.withFile(path, "en"))`.
    public TranscodeSettings withSubtitles(UnaryOperator<SubtitleSettings> change) {
        return withSubtitles(change.apply(subtitles));
    }
}
