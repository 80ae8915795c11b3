package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.AudioRates;
import dev.anabranch.transcode.AudioSettings;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Plans the sounds. Used once, by one thread.
final class AudioPlanner {

    /// A source may have this much more than what would be encoded and is still copied.
    private static final double MAX_BITS_SHARE = 1.5;

    private static final String MOST = "; no sound of this codec can have more";

    private final Source source;
    private final TranscodeSettings settings;
    private final TranscodeBackend backend;
    private final List<Decision> decisions;
    private final List<AudioOutput> outputs = new ArrayList<>();
    private int nextTrackId;

    AudioPlanner(
            Source source,
            TranscodeSettings settings,
            TranscodeBackend backend,
            int firstTrackId,
            List<Decision> decisions) {
        this.source = source;
        this.settings = settings;
        this.backend = backend;
        this.nextTrackId = firstTrackId;
        this.decisions = decisions;
    }

    /// All of AAC, then all of Opus; the default first in each.
    ///
    /// @throws MediaFormatException when a sound is named that the source does not have
    List<AudioOutput> outputs() throws ProgramException, MediaFormatException {
        checkLabels();
        var sounds =
                source.audio().stream()
                        .sorted(Comparator.comparing(sound -> !sound.isDefault()))
                        .toList();
        for (var codec : AudioCodec.values()) {
            if (settings.audio().codecs().contains(codec)) {
                for (var sound : sounds) {
                    outputs.add(output(sound, codec));
                }
            }
        }
        return outputs;
    }

    private void checkLabels() throws MediaFormatException {
        for (int place : settings.audio().labels().keySet()) {
            if (place < 0 || place >= source.audio().size()) {
                throw MediaFormatException.malformed(
                        "sound " + (place + 1),
                        "it was given a language or a title, and the source has %d sounds"
                                .formatted(source.audio().size()));
            }
        }
    }

    private AudioOutput output(SourceAudio sound, AudioCodec codec) throws ProgramException {
        int channels = AudioRates.channels(sound.channels(), wantedChannels());
        int rate = AudioRates.samplesPerSecond(codec, sound.samplesPerSecond());
        long wanted = bitsPerSecond(codec, channels);
        long bits = Math.min(wanted, AudioRates.most(codec, channels, rate));
        var label = label(sound);
        var language = label.flatMap(AudioSettings.Label::language).orElse(sound.language());
        var title = label.flatMap(AudioSettings.Label::title).orElse(sound.title());
        var subject = "audio " + language + " " + codec;
        var obstacle = obstacle(sound, codec, channels, bits);
        if (obstacle.isEmpty()) {
            decisions.add(new Decision(subject, "copied", sound.codec() + " fits as it is"));
            return new AudioOutput.Copied(nextTrackId++, sound, language, title);
        }
        var encoder = encoder(codec);
        var choice =
                "%s, %s, %s, %d Hz"
                        .formatted(encoder, channelText(channels), RatePlan.bits(bits), rate);
        var why = "not copied because " + obstacle.get();
        decisions.add(new Decision(subject, choice, why + (bits < wanted ? MOST : "")));
        return new AudioOutput.Encoded(
                nextTrackId++,
                sound,
                language,
                title,
                codec,
                encoder,
                bits,
                channels,
                rate,
                settings.audio().isLoudnessNormalised());
    }

    private Optional<AudioSettings.Label> label(SourceAudio sound) {
        return Optional.ofNullable(settings.audio().labels().get(source.audio().indexOf(sound)));
    }

    /// What is asked for, or what the ladder has, or what every player has.
    private int wantedChannels() {
        return settings.audio()
                .channels()
                .orElseGet(() ->
                        settings.ladder().layouts().stream()
                                .mapToInt(Ladder.Layout::maxChannels)
                                .max()
                                .orElse(AudioRates.USUAL_CHANNELS));
    }

    private long bitsPerSecond(AudioCodec codec, int channels) {
        if (settings.audio().bitsPerSecond().isPresent()) {
            return settings.audio().bitsPerSecond().getAsLong();
        }
        return settings.ladder().layouts().stream()
                .filter(layout -> layout.maxChannels() >= channels)
                .min(Comparator.comparingInt(Ladder.Layout::maxChannels))
                .map(layout -> layout.bitsPerSecond().get(codec))
                .orElseGet(() -> AudioRates.bitsPerSecond(codec, channels));
    }

    /// Why a sound cannot be copied, in words that go on after "because".
    private Optional<String> obstacle(
            SourceAudio sound, AudioCodec codec, int channels, long bits) {
        if (settings.audio().copy() == Copy.NEVER) {
            return Optional.of("copying is switched off");
        }
        if (!sound.codec().equals(codec.name().toLowerCase(Locale.ROOT))) {
            return Optional.of("it is " + sound.codec());
        }
        if (codec == AudioCodec.AAC && !sound.profile().equals("LC")) {
            return Optional.of("it is AAC of the profile '" + sound.profile() + "'");
        }
        if (sound.channels() != channels) {
            return Optional.of("it has %d channels".formatted(sound.channels()));
        }
        if (sound.samplesPerSecond()
                != AudioRates.samplesPerSecond(codec, sound.samplesPerSecond())) {
            return Optional.of("it has %d Hz".formatted(sound.samplesPerSecond()));
        }
        if (settings.audio().isLoudnessNormalised() || !settings.trim().isWhole()) {
            return Optional.of("its loudness or length is to be changed");
        }
        if (sound.bitsPerSecond() > MAX_BITS_SHARE * bits) {
            return Optional.of("it has " + RatePlan.bits(sound.bitsPerSecond()));
        }
        return container();
    }

    private Optional<String> container() {
        return Set.of("avi", "aac").contains(source.container())
                ? Optional.of("the container does not say when each piece is heard")
                : Optional.empty();
    }

    private String encoder(AudioCodec codec) throws ProgramException {
        return backend.encoder(codec)
                .orElseThrow(() ->
                        new ProgramException(
                                Kind.MISSING,
                                "%s has no encoder for %s".formatted(backend.name(), codec)));
    }

    private static String channelText(int channels) {
        return switch (channels) {
            case 1 -> "mono";
            case 2 -> "stereo";
            default -> "5.1";
        };
    }
}
