package dev.anabranch.transcode;

import java.util.List;

/// What is made beside the renditions.
///
/// @param stills tracks of single pictures
/// @param isAudioOnly whether there is a variant without pictures
/// @param hasDownloads whether each rendition of the picture is there as one MP4 file, too
/// @param subtitles which there will be
public record ExtrasPlan(
        List<StillOutput> stills,
        boolean isAudioOnly,
        boolean hasDownloads,
        SubtitlePlan subtitles) {

    public static final ExtrasPlan NONE =
            new ExtrasPlan(List.of(), false, false, SubtitlePlan.NONE);

    public ExtrasPlan {
        stills = List.copyOf(stills);
    }

    /// The same with other subtitles.
    public ExtrasPlan withSubtitles(SubtitlePlan others) {
        return new ExtrasPlan(stills, isAudioOnly, hasDownloads, others);
    }
}
