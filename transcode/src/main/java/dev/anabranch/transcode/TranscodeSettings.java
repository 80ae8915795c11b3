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
public record TranscodeSettings(
        Ladder ladder,
        VideoSettings video,
        AudioSettings audio,
        PictureSettings picture,
        Trim trim,
        Duration segment,
        Limits limits,
        Extras extras) {

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
                    Extras.NONE);

    public TranscodeSettings {
        if (segment.compareTo(SHORTEST) < 0 || segment.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("segment=" + segment);
        }
    }

    public TranscodeSettings withLadder(Ladder ladder) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    public TranscodeSettings withVideo(VideoSettings video) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    /// `withVideo(video -> video.withCrf(20))`.
    public TranscodeSettings withVideo(UnaryOperator<VideoSettings> change) {
        return withVideo(change.apply(video));
    }

    public TranscodeSettings withAudio(AudioSettings audio) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    /// `withAudio(audio -> audio.withChannels(6))`.
    public TranscodeSettings withAudio(UnaryOperator<AudioSettings> change) {
        return withAudio(change.apply(audio));
    }

    public TranscodeSettings withPicture(PictureSettings picture) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    public TranscodeSettings withTrim(Trim trim) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    public TranscodeSettings withSegment(Duration segment) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    public TranscodeSettings withLimits(Limits limits) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    public TranscodeSettings withExtras(Extras extras) {
        return new TranscodeSettings(ladder, video, audio, picture, trim, segment, limits, extras);
    }

    /// `withExtras(extras -> extras.withPoster())`.
    public TranscodeSettings withExtras(UnaryOperator<Extras> change) {
        return withExtras(change.apply(extras));
    }
}
