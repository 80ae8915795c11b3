package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.SegmentChunk;
import dev.anabranch.media.mp4.SegmentReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the parts and segments of one live rendition hold: rows O11, O25, O31 and O36. Owned by
/// [LiveSurvey].
final class LiveMedia {

    private static final Duration ROUNDING = Duration.ofMillis(2);
    private static final int REORDERED_FRAMES = 3;

    private final Findings findings;
    private final Map<String, Optional<InitFacts>> inits = new HashMap<>();
    private @Nullable LivePiece last;
    private long lastEndNanos;

    LiveMedia(Findings findings) {
        this.findings = findings;
    }

    boolean hasInit(String address) {
        return inits.containsKey(address);
    }

    void init(String address, byte[] bytes) {
        inits.computeIfAbsent(
                address,
                _ -> {
                    try {
                        return Optional.of(InitFacts.read(Part.whole(address), bytes));
                    } catch (MediaFormatException broken) {
                        findings.must(
                                "init-parse", address, "", String.valueOf(broken.getMessage()));
                        return Optional.empty();
                    }
                });
    }

    /// Measures the next piece.
    ///
    /// @param time what the playlist says of the wall clock at the start of its segment
    /// @return the wall clock at media time 0, where piece and playlist say it
    Optional<Zero> take(LivePiece piece, byte[] bytes, Optional<Instant> time) {
        var init = piece.init().flatMap(address -> inits.getOrDefault(address, Optional.empty()));
        if (init.isEmpty()) {
            return Optional.empty();
        }
        var facts = FragmentProbe.measure(bytes, init.get());
        facts.faults()
                .forEach(fault ->
                        findings.add(
                                new Breach(
                                        fault.rule(),
                                        fault.severity(),
                                        piece.address(),
                                        piece.where(),
                                        fault.text())));
        var main = facts.main();
        if (main.isEmpty()) {
            return Optional.empty();
        }
        continues(piece, main.get());
        lasts(piece, main.get());
        decodes(piece, main.get(), bytes, init.get());
        last = piece;
        lastEndNanos = main.get().endNanos();
        return piece.startsSegment()
                ? time.map(wall -> Zero.of(wall, main.get()))
                : Optional.empty();
    }

    /// Media goes on where a gap ends.
    void gap(LivePiece piece) {
        var before = last;
        boolean isNext =
                before != null
                        && follows(before, piece)
                        && before.discontinuity() == piece.discontinuity();
        lastEndNanos += piece.listed().toNanos();
        last = isNext ? piece : null;
    }

    /// The wall clock at media time 0. EXT-X-PROGRAM-DATE-TIME is that of the first sample of a
    /// segment (4.4.4.6), which is decoded at one time and shown at another: where pictures are
    /// reordered, or a decode time was moved, either may be meant. A segment that does not start
    /// with a sync sample may have been dated before its first sample had come, as if it were one
    /// that is shown later by some frames.
    record Zero(Instant from, Instant to) {

        static Zero of(Instant wall, TrackFacts track) {
            var shown = wall.minusNanos(track.firstShownNanos());
            long early = track.startsWithSync() ? 0 : REORDERED_FRAMES * track.frameNanos();
            var decoded = wall.minusNanos(track.startNanos() + early);
            return shown.isBefore(decoded) ? new Zero(shown, decoded) : new Zero(decoded, shown);
        }

        /// How much later this is; 0 when it can be the same.
        Duration after(Zero other) {
            if (from.isAfter(other.to)) {
                return Duration.between(other.to, from);
            }
            return to.isBefore(other.from) ? Duration.between(other.from, to) : Duration.ZERO;
        }
    }

    private void continues(LivePiece piece, TrackFacts track) {
        var before = last;
        if (before == null
                || !follows(before, piece)
                || before.discontinuity() != piece.discontinuity()) {
            return;
        }
        long off = track.startNanos() - lastEndNanos;
        if (Math.abs(off) > ROUNDING.toNanos()) {
            findings.must(
                    "O31",
                    piece.address(),
                    piece.where(),
                    "starts at %s, the piece before ends at %s"
                            .formatted(
                                    Clocks.seconds(track.startNanos()),
                                    Clocks.seconds(lastEndNanos)));
        }
    }

    private static boolean follows(LivePiece before, LivePiece piece) {
        if (piece.msn() == before.msn()) {
            return piece.part().orElse(0) == before.part().orElse(-2) + 1;
        }
        return piece.msn() == before.msn() + 1 && piece.startsSegment();
    }

    private void lasts(LivePiece piece, TrackFacts track) {
        long measured = track.endNanos() - track.startNanos();
        long off = Math.abs(measured - piece.listed().toNanos());
        if (off > track.frameNanos() + ROUNDING.toNanos()) {
            findings.must(
                    "O31",
                    piece.address(),
                    piece.where(),
                    "lasts %s, the playlist says %s"
                            .formatted(
                                    Clocks.seconds(measured),
                                    Clocks.seconds(piece.listed().toNanos())));
        }
    }

    /// INDEPENDENT says that the part holds a frame that decodes by itself, wherever (4.4.4.9).
    private void decodes(LivePiece piece, TrackFacts track, byte[] bytes, InitFacts init) {
        if (track.kind() != TrackKind.VIDEO || piece.part().isEmpty()) {
            return;
        }
        if (piece.isIndependent() && !holdsSyncSample(track, bytes, init)) {
            findings.must(
                    "O11", piece.address(), piece.where(), "is INDEPENDENT without a sync sample");
        }
        if (!piece.isIndependent() && track.startsWithSync()) {
            findings.should(
                    "O11",
                    piece.address(),
                    piece.where(),
                    "starts with a sync sample and is not INDEPENDENT");
        }
    }

    private static boolean holdsSyncSample(TrackFacts track, byte[] bytes, InitFacts init) {
        try {
            return SegmentReader.read(ByteBuffer.wrap(bytes), init.defaults()).stream()
                    .flatMap(chunk -> chunk.tracks().stream())
                    .filter(samples -> samples.trackId() == track.format().id())
                    .flatMap(samples -> samples.samples().stream())
                    .anyMatch(SegmentChunk.Sample::isSync);
        } catch (MediaFormatException broken) {
            // told as segment-parse already
            return true;
        }
    }
}
