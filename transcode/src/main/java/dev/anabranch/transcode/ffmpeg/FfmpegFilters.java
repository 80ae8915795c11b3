package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Excerpt;
import dev.anabranch.transcode.PictureSettings.Corner;
import dev.anabranch.transcode.PictureSettings.Overlay;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The filter graph of a plan: what is done once, then a branch for each encoded rendition, from
/// the source or from a larger one, and for each track of single pictures.
///
/// ```
/// [0:v] upright, deinterlace, crop, overlays -> scale, tone-map, format, split -> [v1]
///                                                 -> framestep, scale, split -> [v2]
///                                                      -> framestep, scale -> [v3]
///                                              -> fps, scale, tile -> [v6]
/// ```
///
/// Turning the picture upright is not in it: ffmpeg does that in front of every graph.
final class FfmpegFilters {

    /// Between an overlay and the edge, as a share of the picture's width.
    private static final double MARGIN = 0.02;

    private static final Pattern TRANSPARENT =
            Pattern.compile("^(?:yuva|gbrap|rgba|bgra|argb|abgr|ya|pal8|vuya|ayuv).*");

    private final TranscodePlan plan;
    private final Optional<Excerpt> excerpt;
    private final List<VideoOutput.Encoded> branches = new ArrayList<>();
    private final List<StillOutput> stills;
    private final List<Path> images = new ArrayList<>();

    /// @param excerpt what of the source is taken, if not all
    FfmpegFilters(TranscodePlan plan, Optional<Excerpt> excerpt) {
        this.plan = plan;
        this.excerpt = excerpt;
        stills = plan.extras().stills();
        for (var output : plan.video()) {
            if (output instanceof VideoOutput.Encoded encoded) {
                branches.add(encoded);
            }
        }
        for (var overlay : plan.picture().overlays()) {
            if (overlay instanceof Overlay.Image image) {
                images.add(image.file());
            }
        }
    }

    /// The pictures it needs beside the source, in the order of their inputs, from 1.
    List<Path> inputs() {
        return isEmpty() ? List.of() : images;
    }

    boolean isEmpty() {
        return branches.isEmpty() && stills.isEmpty();
    }

    /// What the branch of an output ends in.
    static String pad(VideoOutput.Encoded output) {
        return "[v" + output.trackId() + "]";
    }

    String text() {
        var source = plan.source().video().orElseThrow();
        var chains = new ArrayList<String>();
        int image = 0;
        var chain = new StringBuilder("[0:" + source.index() + "]");
        chain.append(String.join(",", shared(source)));
        if (TRANSPARENT.matcher(source.pixelFormat()).matches()) {
            onBlack(source.pixelFormat(), chain, chains);
        }
        int width = plan.picture().crop().map(crop -> crop.width()).orElse(source.displayWidth());
        for (var overlay : plan.picture().overlays()) {
            switch (overlay) {
                case Overlay.Text text -> chain.append(',').append(drawText(text, source));
                case Overlay.Image picture -> {
                    image++;
                    chains.add(chain + "[under" + image + "]");
                    chains.add(scaledImage(picture, source, width, image));
                    chain.setLength(0);
                    chain.append(
                            "[under%d][image%d]overlay=format=auto:%s"
                                    .formatted(
                                            image,
                                            image,
                                            place(picture.corner(), "W", "H", "w", "h")));
                }
            }
        }
        chains.addAll(branches(chain.toString(), source));
        return String.join(";", chains);
    }

    /// @param shared what is done before they part
    private List<String> branches(String shared, SourceVideo source) {
        var order = ScalingOrder.of(branches);
        var pads = stills.stream().map(still -> "[s" + still.trackId() + "]").toList();
        var chains = new ArrayList<String>();
        chains.add(shared + "," + split(pads, order.from(ScalingOrder.SOURCE)));
        for (int i = 0; i < branches.size(); i++) {
            chains.addAll(branch(i, order, source));
        }
        for (var still : stills) {
            var filters = FfmpegStills.filters(still, source, plan.audio().isEmpty());
            chains.add(
                    "[s%d]%s%s"
                            .formatted(still.trackId(), chain(filters), FfmpegStills.pad(still)));
        }
        return chains;
    }

    /// @param own pads that come first
    /// @param branches which begin here
    private static String split(List<String> own, List<Integer> branches) {
        var pads = new StringBuilder("split=" + (own.size() + branches.size()));
        own.forEach(pads::append);
        branches.forEach(branch -> pads.append("[b").append(branch).append(']'));
        return pads.toString();
    }

    private List<String> shared(SourceVideo source) {
        var filters = new ArrayList<String>();
        if (source.isInterlaced()) {
            filters.add("bwdif=mode=send_frame:deint=all");
        }
        // Behind it, for weaving looks at the pictures before and after.
        excerpt.ifPresent(part -> filters.add(trim(part)));
        boolean isSquare = source.sampleAspectRatio().equals(Rational.ONE);
        if (!plan.picture().isUnchanged() && !isSquare) {
            filters.add("scale=" + source.displayWidth() + ":" + source.displayHeight());
            filters.add("setsar=1");
        }
        plan.picture()
                .crop()
                .ifPresent(crop ->
                        filters.add(
                                "crop=%d:%d:%d:%d:exact=1"
                                        .formatted(
                                                crop.width(), crop.height(), crop.x(), crop.y())));
        if (filters.isEmpty()) {
            filters.add("null");
        }
        return filters;
    }

    private static String trim(Excerpt part) {
        var trim = "trim=start=" + FfmpegCommand.seconds(part.from());
        return trim + part.to().map(end -> ":end=" + FfmpegCommand.seconds(end)).orElse("");
    }

    /// A format without alpha would show what is stored where nothing is to be seen. By a table of
    /// values: `drawbox` crashes on RGBA in ffmpeg 5.1.
    private static void onBlack(String format, StringBuilder chain, List<String> chains) {
        boolean isYuv = format.startsWith("yuva");
        chains.add(chain + (isYuv ? "" : ",format=rgba") + ",split[clear][shape]");
        var grey = "(minval+maxval)/2";
        chains.add(
                isYuv
                        ? "[shape]lutyuv=y=minval:u=%s:v=%s:a=maxval[ground]".formatted(grey, grey)
                        : "[shape]format=rgb24,lutrgb=r=0:g=0:b=0[ground]");
        chain.setLength(0);
        chain.append("[ground][clear]overlay=format=auto");
    }

    /// Of something that moves the first picture: `overlay` goes on as long as one of its inputs
    /// does.
    private static String scaledImage(
            Overlay.Image image, SourceVideo source, int width, int number) {
        long pixels = Math.max(1, Math.round(width * image.scale()));
        double white = FfmpegColours.white(source.range());
        return String.format(
                Locale.ROOT,
                "[%d:v]trim=end_frame=1,format=rgba,colorchannelmixer=rr=%.2f:gg=%.2f:bb=%.2f:aa=%.4f,%s[image%d]",
                number,
                white,
                white,
                white,
                image.opacity(),
                FfmpegColours.image(source, pixels),
                number);
    }

    private static String drawText(Overlay.Text text, SourceVideo source) {
        long white = Math.round(255 * FfmpegColours.white(source.range()));
        return String.format(
                Locale.ROOT,
                "drawtext=expansion=none:fontfile=%s:text=%s:fontcolor=0x%02x%02x%02x:alpha=%.4f"
                        + ":borderw=2:bordercolor=black:fontsize=h*%.4f:%s",
                escaped(text.font().toString()),
                escaped(text.text()),
                white,
                white,
                white,
                text.opacity(),
                text.scale(),
                place(text.corner(), "w", "h", "tw", "th"));
    }

    private static String place(
            Corner corner, String width, String height, String ownWidth, String ownHeight) {
        var margin = String.format(Locale.ROOT, "%s*%.2f", width, MARGIN);
        var right = width + "-" + ownWidth + "-" + margin;
        var bottom = height + "-" + ownHeight + "-" + margin;
        return switch (corner) {
            case TOP_LEFT -> "x=%s:y=%s".formatted(margin, margin);
            case TOP_RIGHT -> "x=%s:y=%s".formatted(right, margin);
            case BOTTOM_LEFT -> "x=%s:y=%s".formatted(margin, bottom);
            case BOTTOM_RIGHT -> "x=%s:y=%s".formatted(right, bottom);
            case CENTRE -> "x=(%s-%s)/2:y=(%s-%s)/2".formatted(width, ownWidth, height, ownHeight);
        };
    }

    /// A value as an option has it, within a graph: each of the two takes a level of quoting away.
    static String escaped(String value) {
        return value.replaceAll("([\\\\':])", "\\\\$1").replaceAll("([\\\\'\\[\\],;])", "\\\\$1");
    }

    private List<String> branch(int number, ScalingOrder order, SourceVideo source) {
        var output = branches.get(number);
        var filters =
                order.parent(number)
                        .map(larger -> below(output, larger))
                        .orElseGet(() -> first(output, source));
        var upload =
                Hardware.ofEncoder(output.encoder()).map(kind -> kind.upload(output.bitDepth()));
        var smaller = order.from(number);
        var input = "[b" + number + "]";
        if (smaller.isEmpty()) {
            upload.ifPresent(filters::add);
            return List.of(input + chain(filters) + pad(output));
        }
        var own = upload.isEmpty() ? pad(output) : "[o" + number + "]";
        filters.add(split(List.of(own), smaller));
        var chains = new ArrayList<>(List.of(input + chain(filters)));
        upload.ifPresent(filter -> chains.add(own + filter + pad(output)));
        return chains;
    }

    private static String chain(List<String> filters) {
        return filters.isEmpty() ? "null" : String.join(",", filters);
    }

    private List<String> first(VideoOutput.Encoded output, SourceVideo source) {
        var filters = new ArrayList<String>();
        if (output.frameDivisor() > 1) {
            filters.add("framestep=" + output.frameDivisor());
        }
        filters.addAll(new FfmpegColours(source, output.range()).scaled(output, plan.picture()));
        return filters;
    }

    /// From a picture that has the format already.
    private static List<String> below(VideoOutput.Encoded output, VideoOutput.Encoded larger) {
        var filters = new ArrayList<String>();
        if (output.frameDivisor() > larger.frameDivisor()) {
            filters.add("framestep=" + output.frameDivisor() / larger.frameDivisor());
        }
        if (output.width() != larger.width() || output.height() != larger.height()) {
            filters.addAll(FfmpegColours.resized(output));
        }
        return filters;
    }
}
