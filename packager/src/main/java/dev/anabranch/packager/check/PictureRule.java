package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.hls.StreamProperties;
import java.util.Comparator;
import java.util.List;

/// O23 and O26: RESOLUTION, FRAME-RATE and VIDEO-RANGE are those of the pictures (4.4.6.2).
final class PictureRule implements HlsPresentation.Rule {

    /// HLG may be mixed with SDR, PQ with both.
    private static final List<String> RANGES = List.of("SDR", "HLG", "PQ");

    @Override
    public void check(HlsPresentation presentation, Findings findings) {
        for (var variant : presentation.multivariant().variants()) {
            var where = presentation.where("EXT-X-STREAM-INF", variant);
            var rendition = presentation.rendition(variant.uri());
            if (rendition.isEmpty()) {
                continue;
            }
            var place = new Place(presentation.address(), where, findings);
            stream(variant.stream(), rendition.get(), place);
            var declared = variant.frameRate();
            var measured = FrameRates.of(rendition.get().measured());
            if (declared != null
                    && measured.isPresent()
                    && !measured.get().allows(declared.toDouble())) {
                findings.must(
                        "O23",
                        presentation.address(),
                        where,
                        "FRAME-RATE is %s, the video has %s".formatted(declared, measured.get()));
            }
        }
        for (var variant : presentation.multivariant().iFrameVariants()) {
            var where = presentation.where("EXT-X-I-FRAME-STREAM-INF", variant);
            presentation
                    .rendition(variant.uri())
                    .ifPresent(rendition ->
                            stream(
                                    variant.stream(),
                                    rendition,
                                    new Place(presentation.address(), where, findings)));
        }
    }

    private record Place(String file, String where, Findings findings) {}

    /// The widest range and the largest size, where they change on the way.
    private static void stream(StreamProperties stream, HlsRendition rendition, Place place) {
        var video =
                rendition.measured().formats().stream()
                        .filter(format -> format.kind() == TrackKind.VIDEO)
                        .toList();
        video.stream()
                .max(
                        Comparator.comparingInt(
                                format -> RANGES.indexOf(format.colour().videoRange())))
                .ifPresent(widest -> range(stream, widest, place));
        video.stream()
                .max(
                        Comparator.comparing(format ->
                                PictureSize.shown(format).map(PictureSize::pixels).orElse(0L)))
                .ifPresent(largest -> size(stream, largest, place));
    }

    private static void range(StreamProperties stream, TrackFormat format, Place place) {
        var declared = stream.videoRange() == null ? "SDR" : stream.videoRange().name();
        var measured = format.colour().videoRange();
        if (!declared.equals(measured)) {
            place.findings.must(
                    "O26",
                    place.file,
                    place.where,
                    "VIDEO-RANGE is %s, the video is %s (transfer characteristics %d)"
                            .formatted(declared, measured, format.colour().transfer()));
        }
    }

    private static void size(StreamProperties stream, TrackFormat format, Place place) {
        var shown = PictureSize.shown(format);
        var resolution = stream.resolution();
        if (resolution == null || shown.isEmpty()) {
            return;
        }
        var declared = new PictureSize(resolution.width(), resolution.height());
        if (declared.isNear(shown.get())) {
            return;
        }
        var text = "RESOLUTION is %s, the video is shown as %s".formatted(declared, shown.get());
        if (PictureSize.coded(format).filter(declared::isNear).isPresent()) {
            place.findings.should("O23", place.file, place.where, text + " and coded as declared");
        } else {
            place.findings.must("O23", place.file, place.where, text);
        }
    }
}
