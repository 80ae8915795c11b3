package dev.anabranch.transcode;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The sizes and bit rates a source is made into.
///
/// @param isAuto whether the source decides which rungs there are; `rungs` are empty then
/// @param rungs in any order; those above the source are left out
/// @param layouts what sounds may have of channels and bits; empty for the usual ones
/// @param ignored what was said and has no effect, with the line it is in, for people
public record Ladder(boolean isAuto, List<Rung> rungs, List<Layout> layouts, List<String> ignored) {

    /// Twice what anybody offers.
    public static final int MAX_RUNGS = 32;

    private static final int MAX_FILE_BYTES = 1 << 20;

    /// What sound with so many channels may cost.
    ///
    /// @param name for people: `stereo`
    /// @param maxChannels 1, 2 or 6
    /// @param bitsPerSecond by codec
    public record Layout(String name, int maxChannels, Map<AudioCodec, Long> bitsPerSecond) {
        public Layout {
            bitsPerSecond = Map.copyOf(bitsPerSecond);
            if (!AudioRates.CHANNELS.contains(maxChannels)) {
                throw new IllegalArgumentException("maxChannels=" + maxChannels);
            }
        }
    }

    public Ladder {
        rungs = List.copyOf(rungs);
        layouts = List.copyOf(layouts);
        ignored = List.copyOf(ignored);
        if (isAuto != rungs.isEmpty() || rungs.size() > MAX_RUNGS) {
            throw new IllegalArgumentException("isAuto=" + isAuto + " rungs=" + rungs.size());
        }
    }

    /// Rungs by the source: its own size, and below it 2160p, 1440p, 1080p, 720p, 480p, 360p and
    /// 240p as far as there are.
    public static Ladder auto() {
        return new Ladder(true, List.of(), List.of(), List.of());
    }

    public static Ladder of(Rung... rungs) {
        return new Ladder(false, List.of(rungs), List.of(), List.of());
    }

    /// Reads `auto`, or rungs with commas between them:
    ///
    /// ```
    /// ladder = "auto" / rung *("," rung)
    /// rung   = size ["@" rate]          ; 720p@3M
    /// size   = height "p"               ; 720p is 1280x720
    ///        / width "x" height         ; 480x270, turned for pictures that are taller than wide
    /// rate   = number ["k" / "M"]       ; bits per second, of H.264; other codecs get what looks
    ///                                   ; alike
    /// ```
    ///
    /// @throws MediaFormatException naming the word that is wrong
    public static Ladder parse(String text) throws MediaFormatException {
        return LadderWords.ladder(text);
    }

    /// Reads a YAML file in the words of Shaka Streamer's bitrate configuration:
    /// `video_resolutions` and `audio_channel_layouts`, each a map of names to `max_width`,
    /// `max_height`, `max_frame_rate`, `bitrates` (or `max_channels`, `bitrates`). Codecs are
    /// `h264`, `hevc`, `av1`, `aac` and `opus`; `vp9` is known and has no effect.
    ///
    /// @throws MediaFormatException naming the line that is wrong
    public static Ladder read(Path file) throws MediaFormatException, IOException {
        long bytes = Files.size(file);
        var name = String.valueOf(file.getFileName());
        if (bytes > MAX_FILE_BYTES) {
            throw MediaFormatException.limit(name, "bytes", bytes, MAX_FILE_BYTES);
        }
        return new LadderYaml(name).ladder(Files.readString(file));
    }
}
