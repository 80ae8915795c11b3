package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;

/// What a presentation shall consist of.
///
/// @param container what segments are
/// @param hasHls whether there are playlists
/// @param hasDash whether there is an MPD; needs [Container#CMAF]
/// @param isSingleFile whether all segments of a rendition are one file, addressed by byte ranges
/// @param sound where transport stream packaging puts audio; CMAF always has it apart
/// @param hasIFrames whether there are playlists of single pictures, for scrubbing
/// @param cuts where segments begin
/// @param isAligning whether renditions whose keyframes differ are cut at those they share, instead
///   of refused
/// @param hasAudioOnly whether HLS has a variant of sound alone beside those with pictures (Apple
///   authoring rule 9.12); where sound is to be in the segments of pictures, it is apart then
/// @param hasDownloads whether each rendition of the picture is there as one MP4 file with the
///   default sound, too
public record Packaging(
        Container container,
        boolean hasHls,
        boolean hasDash,
        boolean isSingleFile,
        Sound sound,
        boolean hasIFrames,
        CutPolicy cuts,
        boolean isAligning,
        boolean hasAudioOnly,
        boolean hasDownloads) {

    /// What segments are.
    public enum Container {
        /// Fragmented MP4 (ISO/IEC 23000-19), for HLS and DASH.
        CMAF,
        /// MPEG-TS, for HLS only.
        TRANSPORT_STREAM
    }

    /// Where audio goes when pictures go into transport streams.
    public enum Sound {
        /// Into the video segments when there is one audio track, else packed.
        AUTO,
        /// Into the video segments; there must be at most one audio track.
        MUXED,
        /// Into transport streams of its own.
        SEPARATE,
        /// Into segments of bare audio frames (draft-pantos-hls-rfc8216bis, 3.1.4).
        PACKED
    }

    /// CMAF for HLS and DASH, a file a segment, segments of 4 s, with I-frame playlists.
    public static final Packaging DEFAULT =
            new Packaging(
                    Container.CMAF,
                    true,
                    true,
                    false,
                    Sound.AUTO,
                    true,
                    CutPolicy.VOD,
                    false,
                    false,
                    false);

    /// Transport streams for HLS, otherwise as [#DEFAULT].
    public static final Packaging TRANSPORT_STREAM =
            new Packaging(
                    Container.TRANSPORT_STREAM,
                    true,
                    false,
                    false,
                    Sound.AUTO,
                    true,
                    CutPolicy.VOD,
                    false,
                    false,
                    false);

    /// @throws MediaFormatException when the choices exclude each other
    void check() throws MediaFormatException {
        if (!hasHls && !hasDash) {
            throw MediaFormatException.unsupported("", "neither HLS nor DASH is asked for");
        }
        if (hasDash && container == Container.TRANSPORT_STREAM) {
            throw MediaFormatException.unsupported(
                    "",
                    "DASH is packaged as CMAF only; leave DASH out or choose the container cmaf");
        }
    }

    public Packaging withCuts(CutPolicy policy) {
        return new Packaging(
                container,
                hasHls,
                hasDash,
                isSingleFile,
                sound,
                hasIFrames,
                policy,
                isAligning,
                hasAudioOnly,
                hasDownloads);
    }

    public Packaging withSingleFile(boolean isSingle) {
        return new Packaging(
                container,
                hasHls,
                hasDash,
                isSingle,
                sound,
                hasIFrames,
                cuts,
                isAligning,
                hasAudioOnly,
                hasDownloads);
    }

    public Packaging withSound(Sound layout) {
        return new Packaging(
                container,
                hasHls,
                hasDash,
                isSingleFile,
                layout,
                hasIFrames,
                cuts,
                isAligning,
                hasAudioOnly,
                hasDownloads);
    }

    public Packaging withManifests(boolean hls, boolean dash) {
        return new Packaging(
                container,
                hls,
                dash,
                isSingleFile,
                sound,
                hasIFrames,
                cuts,
                isAligning,
                hasAudioOnly,
                hasDownloads);
    }

    public Packaging withIFrames(boolean wanted) {
        return new Packaging(
                container,
                hasHls,
                hasDash,
                isSingleFile,
                sound,
                wanted,
                cuts,
                isAligning,
                hasAudioOnly,
                hasDownloads);
    }

    public Packaging withAligning(boolean wanted) {
        return new Packaging(
                container,
                hasHls,
                hasDash,
                isSingleFile,
                sound,
                hasIFrames,
                cuts,
                wanted,
                hasAudioOnly,
                hasDownloads);
    }

    public Packaging withAudioOnly(boolean wanted) {
        return new Packaging(
                container,
                hasHls,
                hasDash,
                isSingleFile,
                sound,
                hasIFrames,
                cuts,
                isAligning,
                wanted,
                hasDownloads);
    }

    public Packaging withDownloads(boolean wanted) {
        return new Packaging(
                container,
                hasHls,
                hasDash,
                isSingleFile,
                sound,
                hasIFrames,
                cuts,
                isAligning,
                hasAudioOnly,
                wanted);
    }

    /// All choices, the same text for equal ones. Written out because what a record has of it is
    /// linked anew in every process: 18 hidden classes at the start of a server.
    @Override
    public String toString() {
        return "Packaging[container="
                + container
                + ", hasHls="
                + hasHls
                + ", hasDash="
                + hasDash
                + ", isSingleFile="
                + isSingleFile
                + ", sound="
                + sound
                + ", hasIFrames="
                + hasIFrames
                + ", cuts="
                + cuts
                + ", isAligning="
                + isAligning
                + ", hasAudioOnly="
                + hasAudioOnly
                + ", hasDownloads="
                + hasDownloads
                + "]";
    }
}
