package dev.anabranch.vod;

import dev.anabranch.transcode.TranscodePlan;
import java.util.List;

/// What a job has made.
///
/// @param plan that was carried out
/// @param bytes of everything that was published
/// @param segments of each rendition
/// @param warnings for people
public record TranscodeResult(
        TranscodePlan plan, long bytes, int segments, List<String> warnings) {

    public TranscodeResult {
        warnings = List.copyOf(warnings);
    }
}
