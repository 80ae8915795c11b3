package dev.anabranch.transcode;

import java.util.List;

/// What is made beside the renditions.
///
/// @param stills tracks of single pictures
/// @param isAudioOnly whether there is a variant without pictures
/// @param hasDownloads whether each rendition of the picture is there as one MP4 file, too
public record ExtrasPlan(List<StillOutput> stills, boolean isAudioOnly, boolean hasDownloads) {

    public static final ExtrasPlan NONE = new ExtrasPlan(List.of(), false, false);

    public ExtrasPlan {
        stills = List.copyOf(stills);
    }
}
