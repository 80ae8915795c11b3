package dev.anabranch.packager.live;

import dev.anabranch.packager.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// What of a recording lies between two times, as it is at one moment: playlists and a manifest
/// over the segments that are there. Immutable; used by any thread.
///
/// Addresses in them are those of the live stream, `video-1/17.m4s`, with `?start=…&end=…` behind
/// those of playlists in a form that means the same whenever it is asked for again.
public final class RecordedRange {

    /// The name of a rendition's playlist in its folder, and of the multivariant one.
    static final String PLAYLIST = "index.m3u8";

    static final String I_FRAMES = "iframes.m3u8";
    static final String MANIFEST = "manifest.mpd";

    private final List<RecordedStretch> stretches;
    private final RecordedAddresses addresses;
    private final long targetSeconds;
    private final int baseDiscontinuity;
    private final boolean hasEnded;
    private final boolean hasIFrames;

    /// @param stretches one for each rendition that has something there, at least one
    RecordedRange(
            List<RecordedStretch> stretches,
            RecordedAddresses addresses,
            long targetSeconds,
            boolean hasEnded) {
        this.stretches = List.copyOf(stretches);
        this.addresses = addresses;
        this.targetSeconds = targetSeconds;
        this.hasEnded = hasEnded;
        hasIFrames = hasEnded;
        baseDiscontinuity =
                stretches.stream()
                        .mapToInt(one -> one.firstSpan().discontinuity())
                        .min()
                        .orElseThrow();
    }

    List<RecordedStretch> stretches() {
        return stretches;
    }

    /// Whether nothing will be added: the recording has ended, or has come beyond the range's end.
    public boolean hasEnded() {
        return hasEnded;
    }

    /// The names of its renditions: `video-1`, `audio-1`.
    public List<String> renditions() {
        return stretches.stream().map(one -> one.rendition().name()).toList();
    }

    /// `index.m3u8`.
    public RenderedText multivariant() {
        return text(
                MediaType.HLS_PLAYLIST,
                () ->
                        new RecordedMultivariant(stretches, addresses, targetSeconds, hasIFrames)
                                .render());
    }

    /// `{rendition}/index.m3u8`; empty when there is no such rendition.
    public Optional<RenderedText> playlist(String rendition) {
        return stretch(rendition).map(one -> text(MediaType.HLS_PLAYLIST, playlist(one)::media));
    }

    /// `{rendition}/iframes.m3u8`; empty when there is no such rendition, it has no keyframes, or
    /// it grows.
    public Optional<RenderedText> iFrames(String rendition) {
        if (!hasIFrames) {
            return Optional.empty();
        }
        return stretch(rendition)
                .flatMap(one -> {
                    var pictures = RecordedIFrames.of(one);
                    return pictures.count() == 0
                            ? Optional.empty()
                            : Optional.of(
                                    text(
                                            MediaType.HLS_PLAYLIST,
                                            () -> playlist(one).iFrames(pictures)));
                });
    }

    /// `manifest.mpd`.
    public RenderedText manifest() {
        return text(
                MediaType.DASH_MANIFEST,
                () -> new RecordedManifest(stretches, addresses, targetSeconds, hasEnded).render());
    }

    private Optional<RecordedStretch> stretch(String rendition) {
        return stretches.stream()
                .filter(one -> one.rendition().name().equals(rendition))
                .findFirst();
    }

    private RecordedPlaylist playlist(RecordedStretch stretch) {
        return new RecordedPlaylist(stretch, addresses, targetSeconds, baseDiscontinuity, hasEnded);
    }

    private static RenderedText text(
            MediaType type, java.util.function.Supplier<byte[]> rendering) {
        return new RenderedText(type, new LongAdder(), new LongAdder(), rendering);
    }
}
