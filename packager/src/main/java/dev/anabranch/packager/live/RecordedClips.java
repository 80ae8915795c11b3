package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.packager.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts clips out of a recording.
record RecordedClips(Path folder, RecordingIndex index) {

    /// @throws IOException when the segments at the edges cannot be read
    RangeAnswer<Content> of(RecordingPosition start, RecordingPosition end)
            throws IOException, MediaFormatException {
        var search = RangeSearch.of(index);
        if (search.isEmpty()) {
            return new RangeAnswer.Nothing<>("nothing is recorded yet");
        }
        return switch (search.get().select(start, Optional.of(end))) {
            case RangeAnswer.Nothing<RangeSearch.Selected>(var reason) ->
                    new RangeAnswer.Nothing<>(reason);
            case RangeAnswer.TooLong<RangeSearch.Selected>(var reason) ->
                    new RangeAnswer.TooLong<>(reason);
            case RangeAnswer.Found<RangeSearch.Selected>(var selected) ->
                    clip(search.get(), selected.stretches(), start, end);
        };
    }

    private RangeAnswer<Content> clip(
            RangeSearch search,
            List<RecordedStretch> stretches,
            RecordingPosition start,
            RecordingPosition end)
            throws IOException, MediaFormatException {
        for (var stretch : stretches) {
            if (stretch.inits().size() > 1) {
                return new RangeAnswer.Nothing<>(
                        "the codec configuration of "
                                + stretch.rendition().name()
                                + " changes on the way; ask for what lies before or after");
            }
        }
        var clip = new RecordedClips.Cutting(this, search, stretches).cut(start, end);
        return clip.isEmpty()
                ? new RangeAnswer.Nothing<>("what was recorded there is lost")
                : new RangeAnswer.Found<>(clip.get().content());
    }

    /// @param search which found `stretches`
    private record Cutting(
            RecordedClips clips, RangeSearch search, List<RecordedStretch> stretches) {

        Optional<RecordedClip> cut(RecordingPosition start, RecordingPosition end)
                throws IOException, MediaFormatException {
            var clock = search.reference().clock();
            var from = new Timestamp(search.ticks(start), clock);
            var to = new Timestamp(search.ticks(end), clock);
            var lead =
                    stretches.stream()
                            .filter(one -> one.rendition().equals(search.reference()))
                            .findFirst()
                            .orElseThrow();
            var first = track(1, lead, from, to);
            if (first.isEmpty()) {
                return Optional.empty();
            }
            var zero = new Timestamp(first.get().firstPresentedTicks(), clock);
            var tracks = new ArrayList<>(List.of(first.get()));
            for (var stretch : stretches) {
                if (!stretch.equals(lead)) {
                    track(tracks.size() + 1, stretch, zero, to).ifPresent(tracks::add);
                }
            }
            return Optional.of(new RecordedClip(tracks, zero));
        }

        private Optional<ClipTrack> track(
                int id, RecordedStretch stretch, Timestamp from, Timestamp to)
                throws IOException, MediaFormatException {
            return ClipTrack.of(
                    new ClipTrack.Cut(clips.folder, clips.index, id),
                    stretch,
                    from.on(stretch.clock()).ticks(),
                    to.on(stretch.clock()).ticks());
        }
    }
}
