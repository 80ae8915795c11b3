package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.util.ArrayList;
import java.util.List;

/// A sample whose codec configuration differs from that of the sample before: decoding starts anew
/// there, and the presentation is cut there.
///
/// @param sample a sync sample of the track, with a configuration that can be packaged
/// @param cut when the presentation is cut for it, on the clock of the plan's reference
record ConfigurationChange(PlacedTrack track, int sample, Timestamp cut) {

    /// Films joined of clips have tens; more than this is an attack on the size of manifests.
    static final int MAX_A_TRACK = 1000;

    /// All of a track in order. Reads the sample table only when there are configurations to tell
    /// apart.
    ///
    /// The cut is at a keyframe of the reference, or a frame of sound when it has no pictures.
    /// Sound may change up to a frame away from that, as it does where clips are joined.
    ///
    /// @throws MediaFormatException when decoding cannot start at one of them, or the reference has
    ///   no keyframe there
    static List<ConfigurationChange> of(PlacedTrack track, PlacedTrack reference)
            throws MediaFormatException {
        var changes = new ArrayList<ConfigurationChange>();
        if (track.indexed().configurations().size() == 1) {
            return changes;
        }
        int[] like = track.indexed().likeConfigurations();
        var cursor = track.indexed().samples().cursor(track.first());
        int before = like[cursor.configurationIndex()];
        while (cursor.index() < track.end() - 1 && cursor.advance()) {
            int now = like[cursor.configurationIndex()];
            if (now == before) {
                continue;
            }
            if (changes.size() == MAX_A_TRACK) {
                throw MediaFormatException.limit(
                        track.label(),
                        "the number of changes of codec configuration",
                        MAX_A_TRACK + 1L,
                        MAX_A_TRACK);
            }
            refuseUnlessUsable(track, cursor.index(), cursor.isSync(), now);
            changes.add(at(track, cursor.index(), reference));
            before = now;
        }
        return changes;
    }

    private static void refuseUnlessUsable(
            PlacedTrack track, int sample, boolean isSync, int configuration)
            throws MediaFormatException {
        if (track.indexed().configurations().get(configuration).codec()
                instanceof OpaqueConfiguration opaque) {
            throw refused(
                    track, sample, "to %s: %s".formatted(opaque.sampleEntry(), opaque.reason()));
        }
        if (!isSync && track.kind() == TrackKind.VIDEO) {
            throw refused(
                    track, sample, "which is no keyframe: no player can start decoding there");
        }
    }

    private static ConfigurationChange at(PlacedTrack track, int sample, PlacedTrack reference)
            throws MediaFormatException {
        var time = time(track, sample);
        if (time.compareTo(reference.start()) <= 0 || time.compareTo(reference.finish()) >= 0) {
            return new ConfigurationChange(track, sample, time.on(reference.clock()));
        }
        boolean isVideo = reference.kind() == TrackKind.VIDEO;
        int nearest = isVideo ? reference.syncNearest(time) : reference.sampleNearest(time);
        var cut = time(reference, nearest);
        if (!isSameFrame(track, time, reference, cut)) {
            throw refused(
                    track,
                    sample,
                    "where %s has no keyframe; its nearest is at %s (frame %d)"
                            .formatted(reference.label(), cut, nearest));
        }
        return new ConfigurationChange(track, sample, cut);
    }

    private static boolean isSameFrame(
            PlacedTrack track, Timestamp time, PlacedTrack reference, Timestamp cut) {
        if (track.kind() == TrackKind.VIDEO) {
            return Alignment.isWithin(cut, time, track.halfFrame())
                    && Alignment.isWithin(cut, time, reference.halfFrame());
        }
        return Alignment.isWithin(cut, time, frame(track))
                || Alignment.isWithin(cut, time, frame(reference));
    }

    private static Timestamp frame(PlacedTrack track) {
        return new Timestamp(2 * track.halfFrame().ticks(), track.clock());
    }

    private static Timestamp time(PlacedTrack track, int sample) {
        return new Timestamp(track.shownAt(sample), track.clock());
    }

    /// What is thrown when no cut of a plan falls on this sample.
    MediaFormatException uncut() {
        return refused(track, sample, "where the presentation cannot be cut");
    }

    private static MediaFormatException refused(PlacedTrack track, int sample, String why) {
        return MediaFormatException.unsupported(
                "sample " + sample,
                "%s changes its codec configuration at %s (frame %d), %s"
                        .formatted(track.label(), time(track, sample), sample, why));
    }
}
