package dev.anabranch.packager.dash;

import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.Common;
import dev.anabranch.media.dash.Descriptor;
import dev.anabranch.media.dash.MultipleSegments;
import dev.anabranch.media.dash.Representation;
import dev.anabranch.media.dash.SegmentBase;
import dev.anabranch.media.dash.SegmentInformation;
import dev.anabranch.media.dash.SegmentTemplate;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Pictures;
import java.util.List;
import java.util.Optional;

/// The AdaptationSet of a storyboard (DASH-IF IOP 4.3, 6.2.6): a segment is an image of several
/// small pictures.
final class StoryboardSet {

    private static final String TILES = "http://dashif.org/guidelines/thumbnail_tile";
    private static final long MILLIS = 1000;

    private StoryboardSet() {}

    /// @param number its `@id`
    static AdaptationSet of(Pictures.Storyboard board, int number) {
        long millis = board.imageDuration().toMillis();
        var tiles = Descriptor.of(TILES, board.columns() + "x" + board.rows());
        var images =
                new SegmentTemplate(
                        Optional.of(board.media()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        MultipleSegments.of(0, millis),
                        SegmentBase.of(MILLIS, board.origin().toMillis()));
        var representation =
                Representation.builder()
                        .id("storyboard")
                        .bandwidth(Math.max(1, Math.ceilDiv(board.largestBytes() * 8000, millis)))
                        .common(
                                Common.builder()
                                        .width(board.width())
                                        .height(board.height())
                                        .essentialProperties(List.of(tiles))
                                        .build())
                        .segments(SegmentInformation.of(images))
                        .build();
        return AdaptationSet.builder()
                .id(number)
                .contentType("image")
                .common(Common.builder().mimeType(MediaType.JPEG.mimeType()).build())
                .representations(List.of(representation))
                .build();
    }
}
