package dev.anabranch.transcode.plan;

import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.VideoCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which rungs of a ladder a live stream gets: the source itself is its uppermost rendition, so all
/// of them are below it.
public final class LiveRungs {

    /// More, and one machine encodes fewer streams for what few viewers see.
    static final int MAX_AUTOMATIC = 3;

    private static final List<Rung> BOXES =
            List.of(
                    Rung.of("1080p", 1920, 1080),
                    Rung.of("720p", 1280, 720),
                    Rung.of("480p", 854, 480),
                    Rung.of("360p", 640, 360),
                    Rung.of("240p", 426, 240));

    /// A rung nearer to the one above it than this helps no viewer.
    private static final double NEAREST = 0.75;

    private LiveRungs() {}

    /// The largest first; empty where none is below the source. A rung of the same name has the
    /// same track whatever the source.
    ///
    /// @param encoder as the backend names it
    /// @param firstTrackId of the tracks they may have, [Ladder#MAX_RUNGS] from here on
    public static List<LiveRung> of(
            Ladder ladder,
            VideoConfiguration source,
            double framesPerSecond,
            String encoder,
            int firstTrackId) {
        var boxes = ladder.isAuto() ? BOXES : ladder.rungs();
        var whole = new PictureSize(displayWidth(source), source.height());
        var rungs = new ArrayList<LiveRung>();
        for (int i = 0; i < boxes.size(); i++) {
            var box = boxes.get(i);
            var size = whole.into(box.maxWidth(), box.maxHeight());
            if (size.pixels() < whole.pixels() && size.shorter() > PictureSize.MIN_SIDE) {
                rungs.add(rung(box, size, framesPerSecond, encoder, firstTrackId + i));
            }
        }
        rungs.sort(Comparator.comparingLong(LiveRungs::pixels).reversed());
        return ladder.isAuto() ? spread(rungs, whole) : List.copyOf(rungs);
    }

    private static List<LiveRung> spread(List<LiveRung> rungs, PictureSize whole) {
        var spread = new ArrayList<LiveRung>();
        long above = whole.pixels();
        for (var rung : rungs) {
            if (spread.size() < MAX_AUTOMATIC && pixels(rung) <= NEAREST * above) {
                spread.add(rung);
                above = pixels(rung);
            }
        }
        return List.copyOf(spread);
    }

    private static LiveRung rung(
            Rung box, PictureSize size, double framesPerSecond, String encoder, int trackId) {
        long usual = UsualRates.bitsPerSecond(VideoCodec.H264, size, framesPerSecond);
        long bits = box.bitsPerSecond().getOrDefault(VideoCodec.H264, usual);
        return new LiveRung(
                trackId, box.name(), encoder, size.width(), size.height(), bits, Long.MIN_VALUE);
    }

    private static long pixels(LiveRung rung) {
        return (long) rung.width() * rung.height();
    }

    private static int displayWidth(VideoConfiguration source) {
        var shape = source.sampleAspectRatio();
        double wide = (double) source.width() * shape.numerator() / shape.denominator();
        return Math.max(1, (int) Math.round(wide));
    }
}
