package dev.anabranch.packager;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of resource a presentation consists of, with their registered types (Apple authoring
/// rule 10.4).
public enum MediaType {
    HLS_PLAYLIST("application/vnd.apple.mpegurl", "m3u8", true),
    DASH_MANIFEST("application/dash+xml", "mpd", true),
    TRANSPORT_STREAM("video/mp2t", "ts", false),
    MP4("video/mp4", "mp4", false),
    MP4_AUDIO("audio/mp4", "m4a", false),
    CMAF_SEGMENT("video/iso.segment", "m4s", false),
    ADTS("audio/aac", "aac", false),
    MPEG_AUDIO("audio/mpeg", "mp3", false),
    AC3("audio/ac3", "ac3", false),
    EAC3("audio/eac3", "ec3", false),
    WEBVTT("text/vtt", "vtt", true),
    JPEG("image/jpeg", "jpg", false),
    JSON("application/json", "json", true);

    private final String mimeType;
    private final String extension;
    private final boolean isText;

    MediaType(String mimeType, String extension, boolean isText) {
        this.mimeType = mimeType;
        this.extension = extension;
        this.isText = isText;
    }

    public String mimeType() {
        return mimeType;
    }

    /// The file name ending, without the dot.
    public String extension() {
        return extension;
    }

    /// Whether compressing it for the wire is worth while.
    public boolean isText() {
        return isText;
    }

    /// The type a file name's ending stands for; empty for an ending no resource of ours has.
    public static Optional<MediaType> of(String path) {
        var extension = path.substring(path.lastIndexOf('.') + 1);
        return Arrays.stream(values()).filter(type -> type.extension.equals(extension)).findFirst();
    }

    /// Whether it names other resources, and so is published after them.
    public boolean isManifest() {
        return this == HLS_PLAYLIST || this == DASH_MANIFEST;
    }
}
