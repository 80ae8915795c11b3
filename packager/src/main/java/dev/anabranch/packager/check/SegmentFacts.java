package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.text.WebVtt;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One segment, measured.
///
/// @param bytes its size
/// @param tracks those that have samples in it
/// @param faults what is wrong with the segment by itself
/// @param transport what only transport streams have
/// @param text what only WebVTT has
record SegmentFacts(
        long bytes,
        Container container,
        List<TrackFacts> tracks,
        List<Fault> faults,
        Optional<TransportScan> transport,
        Optional<WebVtt> text) {

    /// A rule that the segment breaks.
    record Fault(String rule, Breach.Severity severity, String text) {

        static Fault must(String rule, String text) {
            return new Fault(rule, Breach.Severity.MUST, text);
        }

        static Fault should(String rule, String text) {
            return new Fault(rule, Breach.Severity.SHOULD, text);
        }
    }

    SegmentFacts {
        tracks = List.copyOf(tracks);
        faults = List.copyOf(faults);
    }

    /// A segment of which nothing but the size is known.
    static SegmentFacts opaque(long bytes, Container container, List<Fault> faults) {
        return new SegmentFacts(
                bytes, container, List.of(), faults, Optional.empty(), Optional.empty());
    }

    /// The track that the others go by: video, or else audio, or else the first.
    Optional<TrackFacts> main() {
        return tracks.stream().min(Comparator.comparing(TrackFacts::kind));
    }

    Optional<TrackFacts> track(TrackKind kind) {
        return tracks.stream().filter(track -> track.kind() == kind).findFirst();
    }

    /// When the first of all tracks is shown.
    long shownFromNanos() {
        return tracks.stream().mapToLong(TrackFacts::shownFromNanos).min().orElse(0);
    }

    /// When the last of all tracks ends.
    long shownToNanos() {
        return tracks.stream().mapToLong(TrackFacts::shownToNanos).max().orElse(0);
    }

    /// After how many nanoseconds its timestamps begin again, 0 when they do not.
    long wrapNanos() {
        return switch (container) {
            case TRANSPORT_STREAM, PACKED_AUDIO -> Clocks.MPEG_WRAP_NANOS;
            case FRAGMENTED_MP4, WEBVTT, XML, UNKNOWN -> 0;
        };
    }
}
