package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import java.util.List;
import java.util.OptionalInt;

/// A track of a source as the presentation uses it: which samples, and when they are shown.
///
/// Sample `i` is shown at `ptsTicks + shiftTicks` on the presentation's timeline. Sound that comes
/// before `startTicks` is decoder priming: it is kept, and cut off by the player.
///
/// @param label names the track for a person: `video track 1 of movie.mp4`
/// @param first the first sample that is used; a sync sample
/// @param end the sample after the last that is used
/// @param shiftTicks what to add to a presentation time of the source, on the track's clock
/// @param startTicks when the first picture or sound is shown
/// @param endTicks when the last one ends
public record PlacedTrack(
        String label,
        IndexedTrack indexed,
        int first,
        int end,
        long shiftTicks,
        long startTicks,
        long endTicks) {

    /// How much sound before the first that is heard is kept: enough for Opus (80 ms, RFC 7845) and
    /// for AAC with SBR (two frames of 2048 samples at 44.1 kHz).
    private static final long PRIMING_MILLIS = 100;

    /// A century, so that clocks that count from 1970 fit; what is beyond is damage.
    private static final long MAX_SECONDS = 36_525L * 24 * 60 * 60;

    /// The sum of any three such times fits in 64 bits.
    private static final long MAX_TICKS = 1L << 61;

    private static final Timescale MILLIS = new Timescale(1000);

    /// Pictures are reordered by at most 16 frames (H.264 and HEVC, level limits); the last shown
    /// is among these.
    private static final int REORDER_WINDOW = 64;

    public PlacedTrack {
        if (first < 0 || end <= first || endTicks <= startTicks) {
            throw new IllegalArgumentException(
                    "first="
                            + first
                            + " end="
                            + end
                            + " startTicks="
                            + startTicks
                            + " endTicks="
                            + endTicks);
        }
    }

    /// Places a track as its own edit list says; what cannot be kept as it was is said in
    /// `warnings`.
    ///
    /// @throws MediaFormatException when there is no sample decoding can start at, or nothing is
    ///   shown
    public static PlacedTrack place(String label, IndexedTrack indexed, List<String> warnings)
            throws MediaFormatException {
        var samples = indexed.samples();
        if (samples.count() == 0) {
            throw MediaFormatException.malformed("", label + " has no samples");
        }
        if (samples.syncCount() == 0) {
            throw MediaFormatException.malformed(
                    "", label + " has no keyframe: no player could start anywhere");
        }
        checkTimes(label, indexed);
        long shift = indexed.shiftTicks();
        int first = firstSample(label, indexed, warnings);
        int end = endSample(indexed, first);
        long start = shownFrom(indexed, first, end);
        long finish = lastShown(samples, first, end) + shift;
        if (indexed.kind() == TrackKind.AUDIO) {
            start = Math.max(0, start);
        } else if (start < 0) {
            warnings.add(
                    label
                            + ": the edit list starts between two keyframes; the "
                            + seconds(indexed, -start)
                            + " before its start are shown too, because a player must decode them");
        }
        if (finish <= start) {
            throw MediaFormatException.malformed("", label + " has no duration");
        }
        return new PlacedTrack(label, indexed, first, end, shift, start, finish);
    }

    /// The same track on a timeline whose 0 is this one's `origin`, which is not after [#start()].
    public PlacedTrack from(Timestamp origin) {
        long moved = origin.on(clock()).ticks();
        return new PlacedTrack(
                label,
                indexed,
                first,
                end,
                shiftTicks - moved,
                startTicks - moved,
                endTicks - moved);
    }

    public TrackKind kind() {
        return indexed.kind();
    }

    public Timescale clock() {
        return indexed.track().timescale();
    }

    public Timestamp start() {
        return new Timestamp(startTicks, clock());
    }

    public Timestamp finish() {
        return new Timestamp(endTicks, clock());
    }

    public int sampleCount() {
        return end - first;
    }

    /// When sample `index` is shown, on the track's clock; the finish for `index == end`.
    public long shownAt(int index) {
        return index == end ? endTicks : indexed.samples().ptsTicks(index) + shiftTicks;
    }

    /// How much priming lies before 0, on the track's clock.
    public long primingTicks() {
        return Math.max(0, -shownAt(first));
    }

    /// Half the mean distance of two frames: two times nearer than this mean the same frame.
    Timestamp halfFrame() {
        return new Timestamp(Math.max(1, (endTicks - startTicks) / (2L * sampleCount())), clock());
    }

    /// The sample whose start lies nearest to `time`, for tracks that are decoded in the order they
    /// are shown; `end` when the finish is nearer.
    public int sampleNearest(Timestamp time) {
        long target = time.on(clock()).ticks();
        if (target >= endTicks) {
            return end;
        }
        int before = Math.clamp(indexed.samples().sampleAt(target - shiftTicks), first, end - 1);
        long early = target - shownAt(before);
        long late = shownAt(before + 1) - target;
        return early < late ? before : before + 1;
    }

    /// The first sync sample shown at or after `time`, or `end`.
    public int syncAtOrAfter(Timestamp time) {
        var samples = indexed.samples();
        int low = samples.syncAtOrAfter(first);
        int high = samples.syncCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            long shown = samples.syncPtsTicks(middle) + shiftTicks;
            if (clock().compare(shown, time.timescale(), time.ticks()) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == samples.syncCount() ? end : Math.min(end, samples.syncSample(low));
    }

    /// The last sync sample that is used and shown before `time`.
    public OptionalInt syncBefore(Timestamp time) {
        var samples = indexed.samples();
        int number = samples.syncAtOrAfter(syncAtOrAfter(time)) - 1;
        return number >= samples.syncAtOrAfter(first)
                ? OptionalInt.of(samples.syncSample(number))
                : OptionalInt.empty();
    }

    /// The sync sample shown nearest to `time`; never `end`.
    public int syncNearest(Timestamp time) {
        var samples = indexed.samples();
        int after = syncAtOrAfter(time);
        int number = after == end ? samples.syncAtOrAfter(end) : samples.syncAtOrAfter(after);
        int before = number == 0 ? first : Math.max(first, samples.syncSample(number - 1));
        if (after == end) {
            return before;
        }
        long target = time.on(clock()).ticks();
        return target - shownAt(before) < shownAt(after) - target ? before : after;
    }

    /// Samples `from` to before `to`, which have one codec configuration, as a track that is
    /// described by it.
    PlacedTrack part(int from, int to) {
        int configuration = indexed.samples().cursor(from).configurationIndex();
        var described = indexed.describedBy(configuration);
        long start = from == first ? startTicks : shownAt(from);
        return new PlacedTrack(label, described, from, to, shiftTicks, start, shownAt(to));
    }

    private static void checkTimes(String label, IndexedTrack indexed) throws MediaFormatException {
        long second = indexed.track().timescale().ticksPerSecond();
        long limit = Math.min(MAX_SECONDS * second, MAX_TICKS);
        var samples = indexed.samples();
        for (long ticks :
                new long[] {
                    samples.startTicks(),
                    samples.endTicks(),
                    indexed.shiftTicks(),
                    indexed.presentedTicks()
                }) {
            if (ticks > limit || ticks < -limit) {
                throw MediaFormatException.limit(
                        label, "a time in seconds", ticks / second, limit / second);
            }
        }
    }

    private static int firstSample(String label, IndexedTrack indexed, List<String> warnings) {
        var samples = indexed.samples();
        int first = samples.syncSample(0);
        if (first > 0) {
            warnings.add(
                    label
                            + ": the first "
                            + first
                            + " samples are left out, no keyframe comes before them");
        }
        long latest = indexed.kind() == TrackKind.AUDIO ? -ticks(indexed, PRIMING_MILLIS) : 0;
        int number =
                samples.syncAtOrAfter(
                        Math.max(first, samples.sampleAt(latest - indexed.shiftTicks())));
        while (number > 0
                && (number == samples.syncCount()
                        || shown(indexed, samples.syncSample(number)) > latest)) {
            number--;
        }
        return samples.syncSample(number);
    }

    /// Leaves out what the edit list cuts off at the end. One millisecond of doubt (a movie's own
    /// clock is often that coarse), and for sound as much as priming may have moved its start, so
    /// that no frame is lost.
    private static int endSample(IndexedTrack indexed, int first) {
        var samples = indexed.samples();
        if (indexed.presentedTicks() < 0) {
            return samples.count();
        }
        long doubt = ticks(indexed, indexed.kind() == TrackKind.AUDIO ? PRIMING_MILLIS : 1);
        long shownEnd = Math.max(0, shown(indexed, first)) + indexed.presentedTicks() + doubt;
        // With negative composition offsets (QuickTime) a picture is shown before it is decoded, so
        // the last one may come after those decoded by then.
        int decoded = samples.sampleAt(shownEnd - indexed.shiftTicks() - 1) + 1;
        int end = Math.min(samples.count(), decoded + REORDER_WINDOW);
        int least = Math.max(first + 1, decoded - REORDER_WINDOW);
        while (end > least && shown(indexed, end - 1) >= shownEnd) {
            end--;
        }
        return Math.max(end, first + 1);
    }

    private static long shownFrom(IndexedTrack indexed, int first, int end) {
        var cursor = indexed.samples().cursor(first);
        long earliest = cursor.ptsTicks();
        for (int i = 1;
                i < REORDER_WINDOW && i < end - first && cursor.advance() && !cursor.isSync();
                i++) {
            earliest = Math.min(earliest, cursor.ptsTicks());
        }
        return earliest + indexed.shiftTicks();
    }

    private static long lastShown(SampleTable samples, int first, int end) {
        var cursor = samples.cursor(Math.max(first, end - REORDER_WINDOW));
        long latest = cursor.ptsTicks() + cursor.durationTicks();
        while (cursor.index() < end - 1 && cursor.advance()) {
            latest = Math.max(latest, cursor.ptsTicks() + cursor.durationTicks());
        }
        return latest;
    }

    private static long shown(IndexedTrack indexed, int sample) {
        return indexed.samples().ptsTicks(sample) + indexed.shiftTicks();
    }

    private static long ticks(IndexedTrack indexed, long millis) {
        return new Timestamp(millis, MILLIS).on(indexed.track().timescale()).ticks();
    }

    private static Timestamp seconds(IndexedTrack indexed, long ticks) {
        return new Timestamp(ticks, indexed.track().timescale());
    }
}
