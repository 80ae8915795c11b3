package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.AudioRates;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a plan will cost, before it runs.
///
/// @param parts one for each track of the plan; empty when nobody knows how long the source is
/// @param downloadBytes of the MP4 files beside the segments
/// @param roughTime from a table of what encoders did on other machines: right within a factor of
///   three; empty when nobody knows how long the source is
public record PlanEstimate(List<Part> parts, long downloadBytes, Optional<Duration> roughTime) {

    /// Moof, traf and trun of a fragment, per sample.
    private static final double PACKAGING = 1.01;

    /// One track.
    ///
    /// @param trackId as in the plan
    /// @param sizeBytes of its segments
    /// @param isAtMost whether it may well be less, as with constant quality
    public record Part(int trackId, long sizeBytes, boolean isAtMost) {}

    public PlanEstimate {
        parts = List.copyOf(parts);
    }

    /// @param processors that the encoders can use
    public static PlanEstimate of(TranscodePlan plan, int processors) {
        var length = length(plan.source(), plan.trim());
        if (length.isEmpty()) {
            return new PlanEstimate(List.of(), 0, Optional.empty());
        }
        double seconds = length.get().toMillis() / 1000.0;
        var parts = new ArrayList<Part>();
        plan.video().forEach(output -> parts.add(part(plan, output, seconds)));
        plan.audio().forEach(output -> parts.add(part(output, seconds)));
        var time = Duration.ofMillis(Math.round(1000 * workSeconds(plan, seconds, processors)));
        return new PlanEstimate(parts, downloadBytes(plan, parts), Optional.of(time));
    }

    /// Each rendition of the picture once more, with one sound.
    private static long downloadBytes(TranscodePlan plan, List<Part> parts) {
        if (!plan.extras().hasDownloads()) {
            return 0;
        }
        int pictures = plan.video().size();
        long sound = plan.audio().isEmpty() ? 0 : parts.get(pictures).sizeBytes();
        return pictures * sound + parts.stream().limit(pictures).mapToLong(Part::sizeBytes).sum();
    }

    /// Of all tracks and downloads, without posters and the like; empty when it is not known.
    public OptionalLong sizeBytes() {
        return parts.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(downloadBytes + parts.stream().mapToLong(Part::sizeBytes).sum());
    }

    /// Whether any part may well be less.
    public boolean isAtMost() {
        return parts.stream().anyMatch(Part::isAtMost);
    }

    /// How long what is taken of a source is; empty when nobody knows.
    static Optional<Duration> length(Source source, Trim trim) {
        var end = trim.end();
        var all = source.duration();
        if (end.isPresent() && all.isPresent() && end.get().compareTo(all.get()) > 0) {
            end = all;
        }
        return end.or(() -> all).map(last -> last.minus(trim.start()));
    }

    private static Part part(TranscodePlan plan, VideoOutput output, double seconds) {
        return switch (output) {
            case VideoOutput.Copied copied ->
                    new Part(copied.trackId(), bytes(copiedBits(plan), seconds), false);
            case VideoOutput.Encoded encoded -> {
                boolean isAtMost = encoded.rate().crf().isPresent() && !encoded.rate().isMeasured();
                long bits =
                        isAtMost
                                ? encoded.rate().maxBitsPerSecond()
                                : encoded.rate().bitsPerSecond();
                yield new Part(encoded.trackId(), bytes(bits, seconds), isAtMost);
            }
        };
    }

    private static long copiedBits(TranscodePlan plan) {
        var settings = TranscodeSettings.DEFAULT;
        var video = plan.source().video().orElseThrow();
        return new CopyCheck(plan.source(), video, settings).bitsPerSecond();
    }

    private static Part part(AudioOutput output, double seconds) {
        return switch (output) {
            case AudioOutput.Copied copied -> {
                var sound = copied.source();
                long usual = AudioRates.bitsPerSecond(AudioCodec.AAC, sound.channels());
                long bits = sound.bitsPerSecond() > 0 ? sound.bitsPerSecond() : usual;
                yield new Part(copied.trackId(), bytes(bits, seconds), false);
            }
            case AudioOutput.Encoded encoded ->
                    new Part(encoded.trackId(), bytes(encoded.bitsPerSecond(), seconds), false);
        };
    }

    private static long bytes(long bitsPerSecond, double seconds) {
        return Math.round(bitsPerSecond * seconds / 8 * PACKAGING);
    }

    private static double workSeconds(TranscodePlan plan, double seconds, int processors) {
        if (plan.source().video().isEmpty()) {
            return seconds * plan.audio().size() / EncoderSpeed.AUDIO_SPEED;
        }
        var video = plan.source().video().get();
        double rate = video.frameRate().toDouble();
        double work = 0;
        for (var output : plan.video()) {
            if (output instanceof VideoOutput.Encoded encoded) {
                double pixels =
                        (double) encoded.width() * encoded.height() * rate / encoded.frameDivisor();
                work += pixels / EncoderSpeed.pixelsPerSecond(encoded.encoder(), encoded.preset());
            }
        }
        if (work > 0 || !plan.extras().stills().isEmpty()) {
            double pixels = (double) video.width() * video.height() * rate;
            work += pixels / EncoderSpeed.DECODED_PIXELS_PER_SECOND;
        }
        double sound = plan.audio().size() / EncoderSpeed.AUDIO_SPEED;
        return seconds * (work + sound) / Math.max(1, processors);
    }
}
