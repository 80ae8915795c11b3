package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `traf` box: one track's samples in a movie fragment (ISO/IEC 14496-12, 8.8.6).
///
/// @param baseDecodeTicks from `tfdt`, or [#CONTINUES] when there is none
/// @param runs in file order
/// @param isProtected whether boxes for the decryption of samples come along
record TrackFragment(
        TrackFragmentHeader header,
        long baseDecodeTicks,
        List<TrackRun> runs,
        boolean isProtected) {

    /// The first sample is decoded when the track's last one before it ends.
    static final long CONTINUES = -1;

    /// More runs in one `traf` than this are refused.
    static final int MAX_RUNS = 1 << 16;

    static TrackFragment parse(BoxReader box, TrackFragmentHeader.Defaults defaults)
            throws MediaFormatException {
        @Nullable TrackFragmentHeader header = null;
        long baseDecodeTicks = CONTINUES;
        var runs = new ArrayList<TrackRun>();
        boolean isProtected = false;
        for (Optional<Box> next = box.child(); next.isPresent(); next = box.child()) {
            var payload = next.get().payload();
            switch (next.get().type()) {
                case "tfhd" -> header = TrackFragmentHeader.parse(payload, defaults);
                case "tfdt" ->
                        baseDecodeTicks = TrackFragmentDecodeTime.parse(payload).baseDecodeTicks();
                case "trun" -> runs.add(run(payload, header, runs.size()));
                case "senc", "uuid" -> isProtected |= Protection.hasEncryptedSamples(next.get());
                default -> {}
            }
        }
        if (header == null) {
            throw box.malformed("traf has no tfhd");
        }
        return new TrackFragment(header, baseDecodeTicks, runs, isProtected);
    }

    private static TrackRun run(
            BoxReader payload, @Nullable TrackFragmentHeader header, int runsBefore)
            throws MediaFormatException {
        if (header == null) {
            throw payload.malformed("trun comes before tfhd");
        }
        if (runsBefore == MAX_RUNS) {
            throw MediaFormatException.limit(
                    payload.where(), "trun count", MAX_RUNS + 1L, MAX_RUNS);
        }
        return TrackRun.parse(payload, header);
    }

    /// How long the track goes on without samples (`duration-is-empty`), in ticks.
    long emptyTicks() {
        boolean isEmpty = (header.boxFlags() & TrackFragmentHeader.DURATION_IS_EMPTY) != 0;
        return isEmpty ? header.durationTicks() : 0;
    }

    /// Where data offsets count from.
    ///
    /// @param moofPosition where the `moof` starts in the file
    /// @param previousEnd where the data of the track fragment before this one ends, which is
    ///   `moofPosition` for the first (ISO/IEC 14496-12, 8.8.7.1)
    long basePosition(long moofPosition, long previousEnd) {
        if (header.baseDataOffset() >= 0) {
            return header.baseDataOffset();
        }
        return header.isBaseMoof() ? moofPosition : previousEnd;
    }
}
