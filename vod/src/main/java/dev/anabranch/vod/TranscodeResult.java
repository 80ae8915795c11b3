package dev.anabranch.vod;

import dev.anabranch.transcode.TranscodePlan;
import java.util.List;

/// What a job has made.
///
/// @param plan that was carried out
/// @param bytes of everything that was published
/// @param segments of each rendition
/// @param manifests what players are given, by path
/// @param warnings for people
public record TranscodeResult(
        TranscodePlan plan,
        long bytes,
        int segments,
        List<String> manifests,
        List<String> warnings) {

    public TranscodeResult {
        manifests = List.copyOf(manifests);
        warnings = List.copyOf(warnings);
    }
}
