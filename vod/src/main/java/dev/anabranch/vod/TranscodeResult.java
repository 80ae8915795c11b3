package dev.anabranch.vod;

import dev.anabranch.transcode.TranscodePlan;
import java.util.List;

/// What a job has made.
///
/// @param plan that was carried out
/// @param bytes of everything that was published
/// @param segments of each rendition
/// @param manifests what players are given, by path
/// @param extras what was made beside the renditions
/// @param warnings for people
public record TranscodeResult(
        TranscodePlan plan,
        long bytes,
        int segments,
        List<String> manifests,
        List<Extra> extras,
        List<String> warnings) {

    /// A file beside the renditions.
    ///
    /// @param path such as `poster.jpg`
    /// @param about for people: `shows 8.9 s`
    public record Extra(String path, String about) {}

    public TranscodeResult {
        manifests = List.copyOf(manifests);
        extras = List.copyOf(extras);
        warnings = List.copyOf(warnings);
    }
}
