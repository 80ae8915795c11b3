package dev.anabranch.media.mp4;

import dev.anabranch.media.Timescale;
import java.math.RoundingMode;
import java.util.List;

/// What a track's edit list comes down to: one shift and one length.
///
/// Empty edits at the front show the track later, the first edit's media time cuts into it. Edits
/// that follow each other in the media are one. Of edits that do not (a film cut together by its
/// list) only the first stretch is presented, with a warning; edits at another rate, or from beyond
/// the end of the media, are passed over with a warning, too.
///
/// @param shiftTicks what to add to each presentation time, on the track's clock
/// @param presentedTicks how long the track is presented; -1 when the list does not say
record Presentation(long shiftTicks, long presentedTicks) {

    static final Presentation WHOLE = new Presentation(0, -1);

    /// @param mediaEndTicks where the track's samples end, or -1 when not all of them are known
    static Presentation of(
            EditList list,
            Timescale movie,
            Timescale media,
            long mediaEndTicks,
            Complaint complaint) {
        var reduction = new Reduction(movie, media, mediaEndTicks, complaint);
        try {
            return reduction.reduce(list.edits());
        } catch (ArithmeticException overflow) {
            complaint.about("the edit list does not fit in 64 bits; it is passed over");
            return WHOLE;
        }
    }

    /// Takes what is odd about an edit list.
    @FunctionalInterface
    interface Complaint {
        void about(String what);
    }

    /// One pass over one list.
    private record Reduction(
            Timescale movie, Timescale media, long mediaEndTicks, Complaint complaint) {

        Presentation reduce(List<EditList.Edit> edits) {
            long emptyTicks = 0;
            int at = 0;
            for (; at < edits.size() && !isPresented(edits.get(at)); at++) {
                if (edits.get(at).isEmpty()) {
                    emptyTicks = Math.addExact(emptyTicks, onMedia(edits.get(at).durationTicks()));
                }
            }
            if (at == edits.size()) {
                return emptyTicks == 0 ? WHOLE : new Presentation(emptyTicks, -1);
            }
            var first = edits.get(at);
            long shift = Math.subtractExact(emptyTicks, first.mediaTicks());
            return new Presentation(shift, presented(edits.subList(at, edits.size())));
        }

        private boolean isPresented(EditList.Edit edit) {
            if (edit.isEmpty()) {
                return false;
            }
            if (edit.rate() != EditList.Edit.NORMAL_RATE || edit.mediaTicks() < 0) {
                complaint.about("an edit at another rate or a negative time is passed over");
                return false;
            }
            if (mediaEndTicks >= 0 && edit.mediaTicks() > mediaEndTicks) {
                complaint.about("an edit that starts beyond the end of the media is passed over");
                return false;
            }
            return true;
        }

        /// The length of the first edit and of those that go on where it ends.
        private long presented(List<EditList.Edit> edits) {
            long movieTicks = 0;
            for (var edit : edits) {
                long expected = Math.addExact(edits.getFirst().mediaTicks(), onMedia(movieTicks));
                long slack = onMedia(1) + 1;
                if (Math.abs(edit.mediaTicks() - expected) > slack
                        || edit.rate() != EditList.Edit.NORMAL_RATE) {
                    complaint.about(
                            "the edit list has several stretches; only the first is presented");
                    break;
                }
                if (edit.durationTicks() <= 0) {
                    return -1;
                }
                movieTicks = Math.addExact(movieTicks, edit.durationTicks());
            }
            return onMedia(movieTicks);
        }

        private long onMedia(long movieTicks) {
            return movie.convert(movieTicks, media, RoundingMode.HALF_UP);
        }
    }
}
