package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A sample whose codec configuration differs from that of the sample before: decoding starts anew
/// there, and the presentation is cut there.
///
/// @param sample a sync sample of the track, with a configuration that can be packaged
record ConfigurationChange(PlacedTrack track, int sample) {

    /// Films joined of clips have tens; more than this is an attack on the size of manifests.
    static final int MAX_A_TRACK = 1000;

    /// All of a track in order. Reads the sample table only when there are configurations to tell
    /// apart.
    ///
    /// @throws MediaFormatException when decoding cannot start at one of them
    static List<ConfigurationChange> of(PlacedTrack track) throws MediaFormatException {
        var changes = new ArrayList<ConfigurationChange>();
        if (track.indexed().configurations().size() == 1) {
            return changes;
        }
        var cursor = track.indexed().samples().cursor(track.first());
        int raw = cursor.configurationIndex();
        while (cursor.index() < track.end() - 1 && cursor.advance()) {
            int before = raw;
            raw = cursor.configurationIndex();
            if (raw == before
                    || track.indexed().firstLike(raw) == track.indexed().firstLike(before)) {
                continue;
            }
            if (changes.size() == MAX_A_TRACK) {
                throw MediaFormatException.limit(
                        track.label(),
                        "the number of changes of codec configuration",
                        MAX_A_TRACK + 1L,
                        MAX_A_TRACK);
            }
            var change = new ConfigurationChange(track, cursor.index());
            change.refuseUnlessUsable(cursor.isSync(), raw);
            changes.add(change);
        }
        return changes;
    }

    private void refuseUnlessUsable(boolean isSync, int configuration) throws MediaFormatException {
        if (track.indexed().configurations().get(configuration).codec()
                instanceof OpaqueConfiguration opaque) {
            throw refused("to %s: %s".formatted(opaque.sampleEntry(), opaque.reason()));
        }
        if (!isSync && track.kind() == TrackKind.VIDEO) {
            throw refused("which is no keyframe: no player can start decoding there");
        }
    }

    Timestamp time() {
        return new Timestamp(track.shownAt(sample), track.clock());
    }

    /// When the presentation whose cuts `reference` decides is cut for this: at a keyframe of the
    /// reference, or a frame of sound when it has no pictures. Sound may change up to a frame away
    /// from that, as it does where clips are joined.
    ///
    /// @throws MediaFormatException when the reference has no keyframe there
    Timestamp cut(PlacedTrack reference) throws MediaFormatException {
        var time = time();
        if (time.compareTo(reference.start()) <= 0 || time.compareTo(reference.finish()) >= 0) {
            return time.on(reference.clock());
        }
        boolean isVideo = reference.kind() == TrackKind.VIDEO;
        int nearest = isVideo ? reference.syncNearest(time) : reference.sampleNearest(time);
        var cut = new Timestamp(reference.shownAt(nearest), reference.clock());
        if (!isSameFrame(cut, reference)) {
            throw refused(
                    "where %s has no keyframe; its nearest is at %s (frame %d)"
                            .formatted(reference.label(), cut, nearest));
        }
        return cut;
    }

    private boolean isSameFrame(Timestamp cut, PlacedTrack reference) {
        if (track.kind() == TrackKind.VIDEO) {
            return Alignment.isWithin(cut, time(), track.halfFrame())
                    && Alignment.isWithin(cut, time(), reference.halfFrame());
        }
        return Alignment.isWithin(cut, time(), frame(track))
                || Alignment.isWithin(cut, time(), frame(reference));
    }

    private static Timestamp frame(PlacedTrack track) {
        return new Timestamp(2 * track.halfFrame().ticks(), track.clock());
    }

    /// @throws MediaFormatException when `plan` does not begin a span with this sample
    void check(CutPlan plan) throws MediaFormatException {
        var cuts = plan.cutSamples(track);
        boolean isCut =
                IntStream.range(1, plan.spanCount())
                        .anyMatch(k -> cuts[plan.spanStart(k)] == sample);
        if (!isCut) {
            throw refused("where the presentation cannot be cut");
        }
    }

    MediaFormatException refused(String why) {
        return MediaFormatException.unsupported(
                "sample " + sample,
                "%s changes its codec configuration at %s (frame %d), %s"
                        .formatted(track.label(), time(), sample, why));
    }
}
