package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;

/// `elst`: which stretches of the media are presented when (ISO/IEC 14496-12, 8.6.6).
record EditList(List<Edit> edits) {

    /// Most edits a track may have.
    static final int MAX_EDITS = 65_536;

    static final EditList NONE = new EditList(List.of());

    /// One stretch.
    ///
    /// @param durationTicks on the movie's clock; 0 at the end of a fragmented file's list means to
    ///   the end
    /// @param mediaTicks where it starts in the media, on the track's clock; -1 presents nothing
    /// @param rate 16.16; 0 holds one picture
    record Edit(long durationTicks, long mediaTicks, int rate) {

        static final int NORMAL_RATE = 0x1_0000;

        boolean isEmpty() {
            return mediaTicks == -1;
        }
    }

    EditList {
        edits = List.copyOf(edits);
    }

    static EditList parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        long count = box.u32();
        int entryBytes = version == 1 ? 20 : 12;
        if (count > box.remaining() / entryBytes) {
            throw box.malformed("the list says it has " + count + " edits, more than fit");
        }
        if (count > MAX_EDITS) {
            throw MediaFormatException.limit(box.where(), "edit count", count, MAX_EDITS);
        }
        var edits = new ArrayList<Edit>((int) count);
        for (int i = 0; i < count; i++) {
            long duration = version == 1 ? box.i64() : box.u32();
            long media = version == 1 ? box.i64() : box.i32();
            edits.add(new Edit(duration, media, box.i32()));
        }
        return new EditList(edits);
    }

    /// The list for a movie without a clock: only what is on the track's own clock counts.
    EditList withoutDurations() {
        return new EditList(
                edits.stream().map(edit -> new Edit(0, edit.mediaTicks(), edit.rate())).toList());
    }

    void write(BoxWriter out) {
        int at = out.begin("elst", 1, 0);
        out.u32(edits.size());
        for (var edit : edits) {
            out.u64(edit.durationTicks()).u64(edit.mediaTicks()).u32(edit.rate());
        }
        out.end(at);
    }
}
