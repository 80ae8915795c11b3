package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.VideoCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The rungs that a source gets of a ladder. Used once, by one thread.
final class LadderSteps {

    /// A rung with its size.
    ///
    /// @param frameDivisor as in [VideoOutput.Encoded]
    /// @param mustHalve whether the divisor is the ladder's wish and not ours
    /// @param rung what the ladder says
    record Step(String name, PictureSize size, int frameDivisor, boolean mustHalve, Rung rung) {

        Step atFullRate() {
            return new Step(name, size, 1, false, rung);
        }
    }

    private static final List<Rung> BOXES =
            List.of(
                    Rung.of("4320p", 7680, 4320),
                    Rung.of("2160p", 3840, 2160),
                    Rung.of("1440p", 2560, 1440),
                    Rung.of("1080p", 1920, 1080),
                    Rung.of("720p", 1280, 720),
                    Rung.of("480p", 854, 480),
                    Rung.of("360p", 640, 360),
                    Rung.of("240p", 426, 240));

    /// A rung nearer to the one above it than this helps no viewer.
    private static final double NEAREST = 0.65;

    /// Up to here every second frame of a fast source does.
    private static final int HALVED_SIDE = 360;

    private static final double HALVED_RATE = 47;
    private static final double RATE_SLACK = 1.001;

    private final Ladder ladder;
    private final PictureSize whole;
    private final SourceVideo video;
    private final List<Decision> decisions;

    /// @param whole what there is of the picture
    /// @param decisions takes why rungs are left out
    LadderSteps(Ladder ladder, PictureSize whole, SourceVideo video, List<Decision> decisions) {
        this.ladder = ladder;
        this.whole = whole;
        this.video = video;
        this.decisions = decisions;
    }

    /// The largest first; at least one.
    List<Step> steps() {
        return ladder.isAuto() ? automatic() : named();
    }

    private List<Step> automatic() {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < BOXES.size(); i++) {
            var box = BOXES.get(i);
            var size = whole.into(box.maxWidth(), box.maxHeight());
            boolean isLast = i == BOXES.size() - 1;
            if (!isLast && size.equals(sizeIn(BOXES.get(i + 1)))) {
                continue;
            }
            if (steps.isEmpty() || isUseful(size, steps.getLast().size())) {
                steps.add(step(name(box, size), box, size));
            }
        }
        return steps;
    }

    private PictureSize sizeIn(Rung box) {
        return whole.into(box.maxWidth(), box.maxHeight());
    }

    private static boolean isUseful(PictureSize size, PictureSize above) {
        return size.pixels() <= NEAREST * above.pixels() && size.shorter() > PictureSize.MIN_SIDE;
    }

    /// A box that is filled in one direction gives its name.
    private static String name(Rung box, PictureSize size) {
        boolean isFilled =
                Math.abs(Math.max(size.width(), size.height()) - box.maxWidth()) <= 2
                        || Math.abs(size.shorter() - box.maxHeight()) <= 2;
        return isFilled ? box.name() : size.shorter() + "p";
    }

    private List<Step> named() {
        var steps = new ArrayList<Step>();
        var bySize =
                Comparator.comparingLong((Rung rung) -> sizeIn(rung).pixels())
                        .reversed()
                        .thenComparingInt(LadderSteps::box)
                        .thenComparing(this::isTooFast)
                        .thenComparingDouble(r -> r.maxFrameRate().orElse(Double.MAX_VALUE))
                        .thenComparingLong(r -> -LadderSteps.bits(r));
        for (var rung : ladder.rungs().stream().sorted(bySize).toList()) {
            add(rung, steps);
        }
        if (steps.isEmpty()) {
            var least = ladder.rungs().stream().min(Comparator.comparingInt(LadderSteps::box));
            var size = sizeIn(least.orElseThrow());
            decisions.add(
                    new Decision(
                            least.get().name(),
                            size.toString(),
                            "no rung is right for the source, so it gets one of its own"));
            steps.add(step(least.get().name(), least.get(), size));
        }
        return steps;
    }

    private static int box(Rung rung) {
        return rung.maxWidth() * rung.maxHeight();
    }

    private void add(Rung rung, List<Step> steps) {
        var size = sizeIn(rung);
        boolean isThere =
                steps.stream()
                        .filter(step -> step.size().equals(size))
                        .anyMatch(step -> !isWantedTwice(step.rung(), rung));
        if (isThere) {
            leaveOut(rung, "another rung has the same size of " + size);
            return;
        }
        double rate = video.frameRate().toDouble();
        boolean mustHalve = isTooFast(rung);
        if (mustHalve && (video.isVariableRate() || rate / 2 > fastest(rung))) {
            leaveOut(rung, "the source has %.2f frames per second".formatted(rate));
            return;
        }
        var step = step(rung.name(), rung, size);
        steps.add(
                new Step(step.name(), size, mustHalve ? 2 : step.frameDivisor(), mustHalve, rung));
    }

    /// One box with two bit rates is meant so; two boxes that come to the same size are not.
    private static boolean isWantedTwice(Rung one, Rung two) {
        return one.maxWidth() == two.maxWidth()
                && one.maxHeight() == two.maxHeight()
                && one.maxFrameRate().equals(two.maxFrameRate())
                && bits(one) > 0
                && bits(two) > 0
                && bits(one) != bits(two);
    }

    /// What it names for H.264; 0 for nothing.
    private static long bits(Rung rung) {
        return rung.bitsPerSecond().getOrDefault(VideoCodec.H264, 0L);
    }

    private boolean isTooFast(Rung rung) {
        return video.frameRate().toDouble() > fastest(rung);
    }

    private static double fastest(Rung rung) {
        return rung.maxFrameRate().orElse(Double.MAX_VALUE) * RATE_SLACK;
    }

    private void leaveOut(Rung rung, String why) {
        decisions.add(new Decision(rung.name(), "left out", why));
    }

    private Step step(String name, Rung box, PictureSize size) {
        boolean isHalved =
                !video.isVariableRate()
                        && video.frameRate().toDouble() > HALVED_RATE
                        && Math.min(box.maxHeight(), size.shorter()) <= HALVED_SIDE
                        && size.pixels() < whole.pixels() / 2;
        return new Step(name, size, isHalved ? 2 : 1, false, box);
    }
}
