package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// The words of a `gst-launch-1.0` that carries out a plan: the source taken apart, each stream
/// decoded once, a branch and a socket for each output.
///
/// ```
/// file - demuxer - queue - tee - decoder - upright, deinterlace, crop - tee - queue - scale - encoder - gdppay - socket
///                               \ parser - gdppay - socket (a copy)         \ queue - scale - encoder - gdppay - socket
/// ```
///
/// No two outputs meet again, so that none can wait for another; the queues in front of encoders
/// hold a few pictures, those behind the demuxer a few megabytes of what is not decoded yet.
final class GstreamerPipeline {

    private static final String CODED_QUEUE =
            "queue max-size-buffers=0 max-size-time=0 max-size-bytes=16777216";
    private static final String PICTURE_QUEUE =
            "queue max-size-buffers=4 max-size-time=0 max-size-bytes=0";

    /// A clock that is coarser than this is made finer: a rate of 25 may have a clock of 1/25.
    private static final int LEAST_TICKS_PER_SECOND = 1000;

    private final TranscodePlan plan;
    private final GstreamerDemuxer demuxer;
    private final Path file;
    private final IntUnaryOperator ports;
    private final List<String> words = new ArrayList<>();

    /// @param file the source, by a name without anything that a pipeline's description could mean
    /// @param ports where a track is written to
    GstreamerPipeline(
            TranscodePlan plan, GstreamerDemuxer demuxer, Path file, IntUnaryOperator ports) {
        this.plan = plan;
        this.demuxer = demuxer;
        this.file = file;
        this.ports = ports;
    }

    List<String> words() {
        add("filesrc", "location=" + file, "!", demuxer.element(), "name=demux");
        if (!plan.video().isEmpty()) {
            video(plan.source().video().orElseThrow());
        }
        for (var source : plan.source().audio()) {
            audio(source);
        }
        return List.copyOf(words);
    }

    private void video(SourceVideo source) {
        words.addAll(demuxer.video(plan.source(), source).orElseThrow());
        chain(CODED_QUEUE);
        chain("tee name=pictures");
        var encoded = new ArrayList<VideoOutput.Encoded>();
        for (var output : plan.video()) {
            switch (output) {
                case VideoOutput.Copied copied -> copied(copied);
                case VideoOutput.Encoded one -> encoded.add(one);
            }
        }
        if (encoded.isEmpty()) {
            return;
        }
        add("pictures.");
        chain(CODED_QUEUE);
        chain(GstreamerDecoders.of(source.codec(), _ -> true).orElseThrow());
        chain("videoconvert");
        prepared(source);
        chain("tee name=raw");
        encoded.forEach(output -> encoded(output, source));
    }

    private void copied(VideoOutput.Copied output) {
        add("pictures.");
        chain(CODED_QUEUE);
        switch (output.codec()) {
            case H264 -> chain("h264parse ! video/x-h264,stream-format=avc,alignment=au");
            case HEVC -> chain("h265parse ! video/x-h265,stream-format=hvc1,alignment=au");
            case AV1 -> chain("av1parse ! video/x-av1,stream-format=obu-stream,alignment=tu");
        }
        socket(output.trackId());
    }

    /// What is done once, before the picture is shared.
    private void prepared(SourceVideo source) {
        if (source.isInterlaced()) {
            woven(source);
        }
        switch (source.rotationDegrees()) {
            case 90 -> chain("videoflip video-direction=90r");
            case 180 -> chain("videoflip video-direction=180");
            case 270 -> chain("videoflip video-direction=90l");
            default -> {}
        }
        plan.picture().crop().ifPresent(crop -> crop(crop, source));
        normalRate(plan).ifPresent(this::normalised);
    }

    /// A picture a frame: the rate stays. The better method wants all fields to be asked for, in
    /// whichever order they come, so that every second picture goes again; what cannot be counted
    /// evenly gets the plainer one, which makes a picture of the upper fields. The better one tears
    /// pictures apart whose lines lie further apart in memory than they are long, as decoders hand
    /// them out: packed pixels are copied.
    private void woven(SourceVideo source) {
        if (!canDrop(demuxer, source)) {
            chain("deinterlace mode=interlaced fields=top method=linear");
            return;
        }
        chain("videoconvert");
        chain("video/x-raw,format=YUY2");
        chain("deinterlace mode=interlaced fields=all method=greedyh");
        chain("videorate drop-only=true skip-to-first=true");
        chain("video/x-raw,framerate=" + source.frameRate());
    }

    /// Whether every second frame can be dropped by its time. Matroska's element tells the time of
    /// the first frame in two ways.
    static boolean canDrop(GstreamerDemuxer demuxer, SourceVideo source) {
        return demuxer != GstreamerDemuxer.MATROSKA && isRateOnClock(source);
    }

    private void crop(PictureSettings.Crop crop, SourceVideo source) {
        if (!source.sampleAspectRatio().equals(Rational.ONE)) {
            chain("videoscale add-borders=false");
            chain(size(source.displayWidth(), source.displayHeight()));
        }
        int right = source.displayWidth() - crop.x() - crop.width();
        int bottom = source.displayHeight() - crop.y() - crop.height();
        chain(
                "videocrop left=%d top=%d right=%d bottom=%d"
                        .formatted(crop.x(), crop.y(), right, bottom));
    }

    /// Frames at even times, whatever the source has. Without the segment's end, up to which the
    /// last frame would be repeated.
    private void normalised(Rational rate) {
        chain("identity single-segment=true");
        chain("videorate skip-to-first=true");
        chain("video/x-raw,framerate=" + rate);
    }

    private void encoded(VideoOutput.Encoded output, SourceVideo source) {
        add("raw.");
        chain(PICTURE_QUEUE);
        if (output.frameDivisor() > 1) {
            var rate = normalRate(plan).orElse(source.frameRate());
            var half = new Rational(rate.numerator(), rate.denominator() * output.frameDivisor());
            // Drops only: what is kept keeps its time, and it begins with the first.
            chain("videorate drop-only=true skip-to-first=true");
            chain("video/x-raw,framerate=" + half);
        }
        chain("videoscale add-borders=false method=catrom");
        chain("videoconvert");
        var format = output.bitDepth() > 8 ? "I420_10LE" : "I420";
        chain(size(output.width(), output.height()) + ",format=" + format);
        add("!");
        words.addAll(
                GstreamerEncoders.words(
                        output, keyframeDistance(plan, output.frameDivisor()), plan.limits()));
        socket(output.trackId());
    }

    private static String size(int width, int height) {
        return "video/x-raw,width=%d,height=%d,pixel-aspect-ratio=1/1".formatted(width, height);
    }

    private void audio(SourceAudio source) {
        var outputs =
                plan.audio().stream()
                        .filter(output -> output.source().index() == source.index())
                        .toList();
        if (outputs.isEmpty()) {
            return;
        }
        int index = source.index();
        words.addAll(demuxer.audio(plan.source(), source).orElseThrow());
        chain(CODED_QUEUE);
        chain("tee name=sound" + index);
        if (outputs.stream().anyMatch(AudioOutput.Encoded.class::isInstance)) {
            add("sound" + index + ".");
            chain(CODED_QUEUE);
            chain(GstreamerDecoders.of(source.codec(), _ -> true).orElseThrow());
            chain("audioconvert");
            chain("tee name=samples" + index);
        }
        for (var output : outputs) {
            switch (output) {
                case AudioOutput.Copied _ -> {
                    add("sound" + index + ".");
                    chain(CODED_QUEUE);
                    chain("aacparse ! audio/mpeg,stream-format=raw");
                }
                case AudioOutput.Encoded encoded -> encoded(encoded);
            }
            socket(output.trackId());
        }
    }

    private void encoded(AudioOutput.Encoded output) {
        add("samples" + output.source().index() + ".");
        chain("queue");
        chain("audioconvert");
        chain("audioresample");
        // Sound that is missing is silence, so that what follows stays where it belongs.
        chain("audiorate skip-to-first=true tolerance=40000000");
        chain(
                "audio/x-raw,rate=%d,channels=%d"
                        .formatted(output.samplesPerSecond(), output.channels()));
        add("!");
        words.addAll(GstreamerEncoders.words(output));
    }

    private void socket(int trackId) {
        chain("gdppay");
        chain("tcpclientsink host=127.0.0.1 sync=false async=false");
        add("port=" + ports.applyAsInt(trackId));
    }

    private void chain(String element) {
        add("!");
        add(element.split(" "));
    }

    private void add(String... more) {
        words.addAll(List.of(more));
    }

    /// The even rate that is made of a variable one: the nearest to its mean that has a whole
    /// number of frames between keyframes.
    static Optional<Rational> normalRate(TranscodePlan plan) {
        return switch (plan.grid()) {
            case KeyframeGrid.EveryInterval every when plan.source().video().isPresent() ->
                    Optional.of(
                            perInterval(
                                    frames(every, plan.source().video().get().frameRate()),
                                    every.interval()));
            case KeyframeGrid.EveryInterval _, KeyframeGrid.EveryFrames _, KeyframeGrid.AtTimes _ ->
                    Optional.empty();
        };
    }

    private static Rational perInterval(long frames, Duration interval) {
        return new Rational(frames * 1_000_000, Math.max(1, interval.toNanos() / 1000));
    }

    private static int frames(KeyframeGrid.EveryInterval every, Rational rate) {
        double frames = rate.toDouble() * every.interval().toNanos() / 1e9;
        // Even, for the sake of renditions with half of them.
        return Math.max(2, 2 * (int) Math.round(frames / 2));
    }

    /// Frames of a rendition from one keyframe to the next.
    static int keyframeDistance(TranscodePlan plan, int frameDivisor) {
        return switch (plan.grid()) {
            case KeyframeGrid.EveryFrames every -> every.frames() / frameDivisor;
            case KeyframeGrid.EveryInterval every ->
                    frames(every, plan.source().video().orElseThrow().frameRate()) / frameDivisor;
            case KeyframeGrid.AtTimes _ -> throw new IllegalArgumentException("keyframes at times");
        };
    }

    /// The clock of the picture's tracks: the source's, or one that fits an even rate.
    ///
    /// @return empty when there is none that MP4 has a field for
    static Optional<Timescale> pictureClock(TranscodePlan plan) {
        var source = plan.source().video().orElseThrow();
        var rate = normalRate(plan);
        long ticks = rate.isPresent() ? rate.get().numerator() : source.timeBase().denominator();
        long factor = Math.ceilDiv(LEAST_TICKS_PER_SECOND, ticks);
        boolean fits = ticks * factor <= 0xFFFF_FFFFL;
        return fits ? Optional.of(new Timescale(ticks * factor)) : Optional.empty();
    }

    /// Whether a frame lasts a whole number of ticks of the source's clock.
    private static boolean isRateOnClock(SourceVideo source) {
        var ticks =
                BigInteger.valueOf(source.timeBase().denominator())
                        .multiply(BigInteger.valueOf(source.frameRate().denominator()));
        var step =
                BigInteger.valueOf(source.timeBase().numerator())
                        .multiply(BigInteger.valueOf(source.frameRate().numerator()));
        return step.signum() > 0 && ticks.mod(step).signum() == 0;
    }

    /// Every track with the clock its times are told on.
    static Timescale clock(AudioOutput output) {
        return switch (output) {
            case AudioOutput.Copied copied -> new Timescale(copied.source().samplesPerSecond());
            case AudioOutput.Encoded encoded -> new Timescale(encoded.samplesPerSecond());
        };
    }

    /// Samples an encoder puts in front of a sound without saying so.
    static int primingSamples(AudioOutput output) {
        return switch (output) {
            case AudioOutput.Copied _ -> 0;
            case AudioOutput.Encoded encoded -> GstreamerEncoders.primingSamples(encoded.encoder());
        };
    }
}
