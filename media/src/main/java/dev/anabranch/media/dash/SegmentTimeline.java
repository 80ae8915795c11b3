package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When each segment starts and how long it lasts (5.3.9.6).
public record SegmentTimeline(List<S> entries, Extras extras) {

    public SegmentTimeline {
        entries = List.copyOf(entries);
    }

    /// A run of segments of one duration; times in ticks of the segments' timescale.
    ///
    /// @param t start of the first; empty when it follows the run before
    /// @param n number of the first; empty when it follows the run before
    /// @param d duration of each
    /// @param r how many more follow the first; -1 for as many as fit before the next run or the
    ///   end of the Period
    /// @param k how many partial segments each consists of
    public record S(
            Optional<Long> t, Optional<Long> n, long d, long r, Optional<Long> k, Extras extras) {

        public S {
            if (d < 0 || r < -1) {
                throw new IllegalArgumentException("d=" + d + " r=" + r);
            }
        }

        static S parse(ElementReader in) throws MediaFormatException {
            long repeats = in.integer("r").orElse(0L);
            long duration =
                    in.u64("d").orElseThrow(() -> in.malformed("@d is missing or no number"));
            if (repeats < -1) {
                throw in.malformed("@r is " + repeats);
            }
            return new S(in.u64("t"), in.u64("n"), duration, repeats, in.u64("k"), in.extras());
        }

        void write(ElementWriter out) {
            out.attribute("t", t);
            out.attribute("n", n);
            out.attribute("d", d);
            out.attribute("r", Optional.of(r).filter(repeats -> repeats != 0));
            out.attribute("k", k);
            out.extras(extras);
        }
    }

    /// Segments that follow each other without gaps, equal neighbours as one run.
    ///
    /// @param startTicks media time of the first
    public static SegmentTimeline of(long startTicks, long... durationTicks) {
        var entries = new ArrayList<S>();
        Optional<Long> start = Optional.of(startTicks);
        for (int i = 0; i < durationTicks.length; ) {
            int run = i + 1;
            while (run < durationTicks.length && durationTicks[run] == durationTicks[i]) {
                run++;
            }
            long repeats = run - i - 1L;
            entries.add(
                    new S(
                            start,
                            Optional.empty(),
                            durationTicks[i],
                            repeats,
                            Optional.empty(),
                            Extras.NONE));
            start = Optional.empty();
            i = run;
        }
        return new SegmentTimeline(entries, Extras.NONE);
    }

    static SegmentTimeline parse(ElementReader in) throws MediaFormatException {
        return new SegmentTimeline(in.children("S", S::parse), in.extras());
    }

    void write(ElementWriter out) {
        out.children("S", entries, S::write);
        out.extras(extras);
    }
}
