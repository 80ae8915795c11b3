package dev.anabranch.packager.live;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.live.SegmentTable.Span;
import java.util.ArrayList;
import java.util.List;

/// The segments of one recorded rendition from `from` to before `to`, at least one.
record RecordedStretch(RecordedRendition rendition, SegmentTable table, int from, int to) {

    private static final long NANOS = 1_000_000_000;

    /// Rates that encoders are set to; measured ones are a little off.
    int count() {
        return to - from;
    }

    Timescale clock() {
        return rendition.clock();
    }

    /// What its segments are decoded with, each initialization section once.
    List<RecordedInit> inits() {
        var inits = new ArrayList<RecordedInit>();
        for (int i = from; i < to; i = spanEnd(i)) {
            var init = rendition.inits().get(table.span(i).init());
            if (!inits.contains(init)) {
                inits.add(init);
            }
        }
        return inits;
    }

    List<IndexedTrack> tracks() {
        return inits().stream().map(RecordedInit::track).toList();
    }

    /// Where the span that segment `i` lies in ends, or the stretch.
    int spanEnd(int i) {
        var spans = table.spans();
        int next = spans.indexOf(table.span(i)) + 1;
        return next == spans.size() ? to : Math.min(to, spans.get(next).first());
    }

    /// Its parts with one discontinuity number each.
    List<RecordedStretch> periods() {
        var all = new ArrayList<RecordedStretch>();
        for (int i = from; i < to; ) {
            int end = spanEnd(i);
            while (end < to && discontinuity(end) == discontinuity(i)) {
                end = spanEnd(end);
            }
            all.add(new RecordedStretch(rendition, table, i, end));
            i = end;
        }
        return all;
    }

    int discontinuity(int i) {
        return table.span(i).discontinuity();
    }

    Span firstSpan() {
        return table.span(from);
    }

    /// Whether every segment can be decoded without the one before: sound always, pictures when
    /// each segment begins with a keyframe.
    boolean isIndependent() {
        if (rendition.kind() != TrackKind.VIDEO) {
            return true;
        }
        var keyframes = table.keyframes();
        int k = keyframes.atOrAfterSegment(from);
        for (int i = from; i < to; i++) {
            while (k < keyframes.count() && keyframes.segment(k) < i) {
                k++;
            }
            boolean isKey =
                    k < keyframes.count()
                            && keyframes.segment(k) == i
                            && keyframes.offsetBytes(k) == 0;
            if (!isKey && table.sizeBytes(i) > 0) {
                return false;
            }
        }
        return true;
    }

    /// The length of all its segments together.
    long durationTicks() {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += table.durationTicks(i);
        }
        return sum;
    }

    /// The longest segment as EXT-X-TARGETDURATION has it (draft-pantos-hls-rfc8216bis, 4.4.3.1).
    long targetSeconds() {
        long longest = longestNanos();
        return Math.max(1, (longest + NANOS / 2) / NANOS);
    }

    long longestNanos() {
        int longest = 0;
        for (int i = from; i < to; i++) {
            longest = Math.max(longest, table.durationTicks(i));
        }
        return clock().duration(longest).toNanos();
    }

    /// How many pictures a second it has on average, as a usual rate where it is one.
    Rational frameRate() {
        long samples = 0;
        for (int i = from; i < to; i++) {
            samples += table.samples(i);
        }
        return PictureRate.of(samples, Math.max(1, durationTicks()), clock());
    }
}
