package dev.anabranch.live;

import dev.anabranch.media.Track;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.LiveBackend;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.LiveSound;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.plan.LiveRungs;
import dev.anabranch.transcode.process.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is made of a stream by its tracks and what is wanted of it.
///
/// @param backend what encodes
record LadderDesign(LadderSettings settings, LiveBackend backend) {

    /// Above all that protocols use for what is published.
    static final int FIRST_RUNG_TRACK = 1001;

    static final int SOUND_TRACK = 2001;

    private static final long AAC_BITS_PER_CHANNEL = 64_000;
    private static final long OPUS_BITS_PER_CHANNEL = 48_000;

    /// As long as streams last; behind everything that has to be done at its time.
    private static final Limits LIMITS = new Limits(0, 5, 0, Duration.ofDays(3650));

    /// @param video the picture that is taken; empty when there is none
    /// @param framesPerSecond of the picture, as far as is known
    /// @param dropped how many of the largest rungs are left out
    /// @return empty when there is nothing to make
    Optional<LivePlan> plan(
            Optional<Track> video, Optional<Track> audio, double framesPerSecond, int dropped) {
        var rungs = video.map(track -> rungs(track, framesPerSecond)).orElse(List.of());
        if (!rungs.isEmpty()) {
            // The last one stays.
            rungs = rungs.subList(Math.min(dropped, rungs.size() - 1), rungs.size());
        }
        var sounds = audio.map(this::sounds).orElse(List.of());
        if (rungs.isEmpty() && sounds.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new LivePlan(
                        rungs.isEmpty() ? Optional.empty() : video,
                        sounds.isEmpty() ? Optional.empty() : audio,
                        framesPerSecond,
                        rungs,
                        sounds,
                        LIMITS));
    }

    private List<LiveRung> rungs(Track video, double framesPerSecond) {
        var encoder = backend.encoder(VideoCodec.H264);
        if (settings.ladder().isEmpty()
                || encoder.isEmpty()
                || !(video.codec() instanceof VideoConfiguration picture)) {
            return List.of();
        }
        return LiveRungs.of(
                settings.ladder().get(), picture, framesPerSecond, encoder.get(), FIRST_RUNG_TRACK);
    }

    /// Transport streams and old players have AAC, browsers' peers Opus.
    private List<LiveSound> sounds(Track audio) {
        return switch (audio.codec()) {
            case OpusConfiguration opus -> sound(AudioCodec.AAC, opus, AAC_BITS_PER_CHANNEL);
            case AacConfiguration aac when settings.hasOpus() ->
                    sound(AudioCodec.OPUS, aac, OPUS_BITS_PER_CHANNEL);
            default -> List.of();
        };
    }

    private List<LiveSound> sound(
            AudioCodec codec, AudioConfiguration source, long bitsPerChannel) {
        int channels = Math.clamp(source.channels(), 1, 2);
        return backend.encoder(codec).stream()
                .map(encoder ->
                        new LiveSound(
                                SOUND_TRACK,
                                codec,
                                encoder,
                                channels * bitsPerChannel,
                                channels,
                                Long.MIN_VALUE))
                .toList();
    }
}
