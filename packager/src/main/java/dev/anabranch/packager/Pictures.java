package dev.anabranch.packager;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Single pictures that are published with a presentation: a poster, thumbnails, a storyboard.
///
/// @param files in publish order
/// @param storyboard of those files, if there is one
public record Pictures(List<File> files, Optional<Storyboard> storyboard) {

    public static final Pictures NONE = new Pictures(List.of(), Optional.empty());

    /// A file at a path such as `poster.jpg`.
    public record File(String path, Content content) {}

    /// Images of several small pictures each, for seeking; announced in the MPD as DASH-IF IOP
    /// 6.2.6 has it.
    ///
    /// @param media their paths, with `$Number$` for 0, 1, 2...
    /// @param origin the presentation's 0 on the clock that the images are counted on
    /// @param imageDuration how long an image lasts
    /// @param columns of small pictures in an image
    /// @param rows likewise
    /// @param width pixels of an image
    /// @param height likewise
    /// @param largestBytes size of the largest image
    public record Storyboard(
            String media,
            Duration origin,
            Duration imageDuration,
            int columns,
            int rows,
            int width,
            int height,
            long largestBytes) {}

    public Pictures {
        files = List.copyOf(files);
    }
}
