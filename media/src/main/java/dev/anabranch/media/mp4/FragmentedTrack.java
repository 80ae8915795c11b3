package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;

/// One track's samples while its fragments are read, in file order. Owned by one thread.
final class FragmentedTrack {

    /// Samples without bytes and without fields of their own cost a file nothing.
    private static final int MAX_EMPTY_SAMPLES = 1 << 16;

    private final TrackExtends defaults;
    private final boolean everySampleSyncs;
    private final Warnings warnings;
    private final SamplePacker samples = new SamplePacker();

    private long lastStartTicks = Long.MIN_VALUE;
    private long endTicks;
    private long seen;
    private boolean isProtected;

    FragmentedTrack(
            TrackExtends defaults,
            SampleTable moovSamples,
            boolean everySampleSyncs,
            Warnings warnings) {
        this.defaults = defaults;
        this.everySampleSyncs = everySampleSyncs;
        this.warnings = warnings;
        samples.addAll(moovSamples);
        endTicks = moovSamples.endTicks();
        seen = moovSamples.count();
    }

    TrackExtends defaults() {
        return defaults;
    }

    /// Whether a fragment says that its samples are encrypted.
    boolean isProtected() {
        return isProtected;
    }

    SampleTable table() {
        return samples.build();
    }

    /// Adds a fragment's samples that lie within the source.
    ///
    /// @param where the fragment, for messages
    /// @param basePosition where data offsets count from
    /// @return where the fragment's data ends
    long add(TrackFragment fragment, String where, long basePosition, long sourceBytes)
            throws MediaFormatException {
        isProtected |= fragment.isProtected();
        long startTicks = start(fragment, where);
        checkCount(fragment, where);
        var cursor =
                new FragmentCursor(fragment, basePosition, startTicks, samples, everySampleSyncs);
        int unreadable = 0;
        while (cursor.advance()) {
            checkPlace(cursor, where);
            if (cursor.unsignedSize() > sourceBytes - cursor.position()) {
                unreadable++;
                continue;
            }
            samples.add(cursor);
        }
        endTicks = cursor.endTicks() + fragment.emptyTicks();
        if (unreadable > 0) {
            warn(where, unreadable + " samples lie beyond the end of the file and are left out");
        }
        if (cursor.mendedCount() > 0) {
            warn(where, cursor.mendedCount() + " samples have a decode time that goes back");
        }
        return cursor.position();
    }

    private long start(TrackFragment fragment, String where) throws MediaFormatException {
        long ticks = fragment.baseDecodeTicks();
        if (ticks == TrackFragment.CONTINUES) {
            ticks = endTicks;
        }
        if (ticks < lastStartTicks) {
            throw MediaFormatException.malformed(
                    where,
                    "track "
                            + defaults.trackId()
                            + " goes back from decode time "
                            + lastStartTicks
                            + " to "
                            + ticks);
        }
        lastStartTicks = ticks;
        return ticks;
    }

    private void checkCount(TrackFragment fragment, String where) throws MediaFormatException {
        for (var run : fragment.runs()) {
            seen += run.count();
            if (run.isCostless() && run.count() > MAX_EMPTY_SAMPLES) {
                throw MediaFormatException.limit(
                        where, "empty sample count", run.count(), MAX_EMPTY_SAMPLES);
            }
        }
        if (seen > PackedSamples.MAX_SAMPLES) {
            throw MediaFormatException.limit(
                    where, "sample count of a track", seen, PackedSamples.MAX_SAMPLES);
        }
    }

    private void checkPlace(FragmentCursor cursor, String where) throws MediaFormatException {
        if (cursor.position() < 0) {
            throw MediaFormatException.malformed(
                    where,
                    "sample "
                            + cursor.index()
                            + " of track "
                            + defaults.trackId()
                            + " lies at "
                            + cursor.position());
        }
        if (cursor.unsignedSize() > Integer.MAX_VALUE) {
            throw MediaFormatException.limit(
                    where, "sample size", cursor.unsignedSize(), Integer.MAX_VALUE);
        }
    }

    private void warn(String where, String what) {
        warnings.add("track " + defaults.trackId() + ": " + what + " (" + where + ")");
    }
}
