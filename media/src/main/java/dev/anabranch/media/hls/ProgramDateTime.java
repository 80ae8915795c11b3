package dev.anabranch.media.hls;

import java.time.Instant;

/// EXT-X-PROGRAM-DATE-TIME (4.4.4.6): the wall clock at the first sample of the segment it applies
/// to.
public record ProgramDateTime(DateTime dateTime) implements SegmentTag {

    static final String TAG = "EXT-X-PROGRAM-DATE-TIME";

    /// `instant` in UTC with milliseconds.
    public static ProgramDateTime of(Instant instant) {
        return new ProgramDateTime(DateTime.of(instant));
    }

    public Instant instant() {
        return dateTime.instant();
    }

    static ProgramDateTime parse(LineReader line) throws LineException {
        return new ProgramDateTime(DateTime.parse(line.rest()));
    }

    void write(LineWriter out) {
        out.tag(TAG).ascii(':').text(dateTime.text()).newLine();
    }
}
