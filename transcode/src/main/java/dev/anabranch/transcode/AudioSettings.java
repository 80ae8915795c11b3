package dev.anabranch.transcode;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// How sound is encoded.
///
/// @param codecs a set of renditions each; AAC is always among them
/// @param bitsPerSecond of each; empty for what suits codec and channels
/// @param channels at most: 1, 2 or 6; empty for those of the ladder, or else 2
/// @param isLoudnessNormalised to -23 LUFS (EBU R 128)
/// @param labels by place among the sounds of the source, counted from 0
/// @param copy whether sounds that fit are moved instead of encoded
public record AudioSettings(
        Set<AudioCodec> codecs,
        OptionalLong bitsPerSecond,
        OptionalInt channels,
        boolean isLoudnessNormalised,
        Map<Integer, Label> labels,
        Copy copy) {

    /// The lowest and highest of [#bitsPerSecond].
    public static final long MIN_BITS_PER_SECOND = 8_000;

    public static final long MAX_BITS_PER_SECOND = 1_536_000;

    public static final AudioSettings DEFAULT =
            new AudioSettings(
                    Set.of(AudioCodec.AAC),
                    OptionalLong.empty(),
                    OptionalInt.empty(),
                    false,
                    Map.of(),
                    Copy.AUTO);

    /// What a sound is called instead of what the source says.
    ///
    /// @param language a BCP 47 tag; empty for the source's
    /// @param title for people; empty for the source's
    public record Label(Optional<String> language, Optional<String> title) {
        public Label {
            if (language.isPresent() && !isTag(language.get())) {
                throw new IllegalArgumentException(
                        "language=" + language.get() + ", which is no BCP 47 tag such as pt-BR");
            }
            if (title.isPresent() && title.get().codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("title=" + title.get() + ", which is no line");
            }
        }

        private static boolean isTag(String text) {
            try {
                return !new Locale.Builder().setLanguageTag(text).build().getLanguage().isEmpty();
            } catch (IllformedLocaleException noTag) {
                return false;
            }
        }
    }

    public AudioSettings {
        var all = EnumSet.of(AudioCodec.AAC);
        all.addAll(codecs);
        codecs = Set.copyOf(all);
        labels = Map.copyOf(labels);
        long bits = bitsPerSecond.orElse(MIN_BITS_PER_SECOND);
        if (bits < MIN_BITS_PER_SECOND || bits > MAX_BITS_PER_SECOND) {
            throw new IllegalArgumentException(
                    "bitsPerSecond=%d, it is %d to %d"
                            .formatted(bits, MIN_BITS_PER_SECOND, MAX_BITS_PER_SECOND));
        }
        if (channels.isPresent() && !AudioRates.CHANNELS.contains(channels.getAsInt())) {
            throw new IllegalArgumentException(
                    "channels=%d, known are %s"
                            .formatted(channels.getAsInt(), AudioRates.CHANNELS));
        }
    }

    /// Adds to AAC.
    public AudioSettings withCodecs(Set<AudioCodec> codecs) {
        return new AudioSettings(
                codecs, bitsPerSecond, channels, isLoudnessNormalised, labels, copy);
    }

    public AudioSettings withBitsPerSecond(long bits) {
        return new AudioSettings(
                codecs, OptionalLong.of(bits), channels, isLoudnessNormalised, labels, copy);
    }

    public AudioSettings withChannels(int channels) {
        return new AudioSettings(
                codecs,
                bitsPerSecond,
                OptionalInt.of(channels),
                isLoudnessNormalised,
                labels,
                copy);
    }

    public AudioSettings withLoudnessNormalised(boolean isNormalised) {
        return new AudioSettings(codecs, bitsPerSecond, channels, isNormalised, labels, copy);
    }

    /// @param sound its place among the sounds of the source, counted from 0
    public AudioSettings withLabel(int sound, Label label) {
        var more = new HashMap<>(labels);
        more.put(sound, label);
        return new AudioSettings(codecs, bitsPerSecond, channels, isLoudnessNormalised, more, copy);
    }

    public AudioSettings withCopy(Copy copy) {
        return new AudioSettings(
                codecs, bitsPerSecond, channels, isLoudnessNormalised, labels, copy);
    }
}
