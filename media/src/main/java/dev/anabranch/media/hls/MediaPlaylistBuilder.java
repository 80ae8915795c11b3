package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects a [MediaPlaylist]; owned by one thread.
public final class MediaPlaylistBuilder {

    private int version;
    private boolean hasIndependentSegments;
    private @Nullable Start start;
    private final List<Define> defines = new ArrayList<>();
    private long targetDuration;
    private long mediaSequence;
    private long discontinuitySequence;
    private @Nullable PlaylistType type;
    private boolean isIFramesOnly;
    private @Nullable PartInf partInf;
    private @Nullable ServerControl serverControl;
    private @Nullable Skip skip;
    private final List<UnknownTag> unknown = new ArrayList<>();
    private final List<MediaSegment> segments = new ArrayList<>();
    private List<SegmentTag> openSegment = new ArrayList<>();
    private final List<PreloadHint> preloadHints = new ArrayList<>();
    private final List<RenditionReport> renditionReports = new ArrayList<>();
    private boolean hasEnded;

    MediaPlaylistBuilder(long targetDuration) {
        this.targetDuration = targetDuration;
    }

    MediaPlaylistBuilder(MediaPlaylist from) {
        version = from.version();
        hasIndependentSegments = from.hasIndependentSegments();
        start = from.start();
        defines.addAll(from.defines());
        targetDuration = from.targetDuration();
        mediaSequence = from.mediaSequence();
        discontinuitySequence = from.discontinuitySequence();
        type = from.type();
        isIFramesOnly = from.isIFramesOnly();
        partInf = from.partInf();
        serverControl = from.serverControl();
        skip = from.skip();
        unknown.addAll(from.unknown());
        segments.addAll(from.segments());
        openSegment.addAll(from.openSegment());
        preloadHints.addAll(from.preloadHints());
        renditionReports.addAll(from.renditionReports());
        hasEnded = from.hasEnded();
    }

    /// Without this (or with 0) the version is the lowest that the content allows.
    public MediaPlaylistBuilder version(int value) {
        version = value;
        return this;
    }

    public MediaPlaylistBuilder hasIndependentSegments(boolean value) {
        hasIndependentSegments = value;
        return this;
    }

    public MediaPlaylistBuilder start(@Nullable Start value) {
        start = value;
        return this;
    }

    public MediaPlaylistBuilder define(Define value) {
        defines.add(value);
        return this;
    }

    /// @param seconds at least 1, and at least every segment's rounded duration
    public MediaPlaylistBuilder targetDuration(long seconds) {
        targetDuration = seconds;
        return this;
    }

    public MediaPlaylistBuilder mediaSequence(long value) {
        mediaSequence = value;
        return this;
    }

    public MediaPlaylistBuilder discontinuitySequence(long value) {
        discontinuitySequence = value;
        return this;
    }

    public MediaPlaylistBuilder type(@Nullable PlaylistType value) {
        type = value;
        return this;
    }

    public MediaPlaylistBuilder isIFramesOnly(boolean value) {
        isIFramesOnly = value;
        return this;
    }

    public MediaPlaylistBuilder partInf(@Nullable PartInf value) {
        partInf = value;
        return this;
    }

    public MediaPlaylistBuilder serverControl(@Nullable ServerControl value) {
        serverControl = value;
        return this;
    }

    public MediaPlaylistBuilder skip(@Nullable Skip value) {
        skip = value;
        return this;
    }

    /// Adds a tag without meaning here to the header.
    public MediaPlaylistBuilder unknown(UnknownTag value) {
        unknown.add(value);
        return this;
    }

    /// Adds a segment after those before it.
    public MediaPlaylistBuilder segment(MediaSegment value) {
        segments.add(value);
        return this;
    }

    /// Replaces all segments.
    public MediaPlaylistBuilder segments(List<MediaSegment> value) {
        segments.clear();
        segments.addAll(value);
        return this;
    }

    /// Replaces the tags after the last segment.
    public MediaPlaylistBuilder openSegment(List<? extends SegmentTag> value) {
        openSegment = new ArrayList<>(value);
        return this;
    }

    public MediaPlaylistBuilder preloadHint(PreloadHint value) {
        preloadHints.add(value);
        return this;
    }

    public MediaPlaylistBuilder renditionReport(RenditionReport value) {
        renditionReports.add(value);
        return this;
    }

    public MediaPlaylistBuilder hasEnded(boolean value) {
        hasEnded = value;
        return this;
    }

    public MediaPlaylist build() {
        if (version > 0) {
            return build(version);
        }
        return build(build(1).minimumVersion());
    }

    private MediaPlaylist build(int chosenVersion) {
        return new MediaPlaylist(
                chosenVersion,
                hasIndependentSegments,
                start,
                defines,
                targetDuration,
                mediaSequence,
                discontinuitySequence,
                type,
                isIFramesOnly,
                partInf,
                serverControl,
                skip,
                unknown,
                segments,
                openSegment,
                preloadHints,
                renditionReports,
                hasEnded);
    }
}
