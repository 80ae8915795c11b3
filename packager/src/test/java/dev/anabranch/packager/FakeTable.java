package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.TextConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Samples of one duration, shown in the order they are decoded.
///
/// @param changes the samples at which the next configuration begins
record FakeTable(int count, long durationTicks, long startTicks, int[] syncs, int... changes)
        implements SampleTable {

    static PlacedTrack video(int timescale, int frameTicks, int frames, IntPredicate isSync)
            throws Exception {
        return placed(
                "video",
                TrackKind.VIDEO,
                timescale,
                new FakeTable(frames, frameTicks, 0, syncs(frames, isSync)),
                0);
    }

    static PlacedTrack audio(int timescale, int frameTicks, int frames) throws Exception {
        return placed(
                "audio",
                TrackKind.AUDIO,
                timescale,
                new FakeTable(frames, frameTicks, 0, syncs(frames, i -> true)),
                0);
    }

    static PlacedTrack placed(
            String label, TrackKind kind, int timescale, SampleTable table, long shift)
            throws Exception {
        return PlacedTrack.place(label, indexed(kind, timescale, table, shift), new ArrayList<>());
    }

    static IndexedTrack indexed(TrackKind kind, int timescale, SampleTable table, long shift) {
        var codec = new OpaqueConfiguration(kind, "fake", "made up");
        var track = new Track(1, new Timescale(timescale), codec, "und", "");
        return new IndexedTrack(track, table, List.of(TrackConfiguration.of(codec)), shift, -1, 0);
    }

    /// A track with one configuration more than the table has changes.
    static PlacedTrack changing(String label, TrackKind kind, int timescale, FakeTable table)
            throws Exception {
        var configurations = new ArrayList<TrackConfiguration>();
        configurations.add(TrackConfiguration.of(new OpaqueConfiguration(kind, "fake", "made up")));
        for (int i = 0; i < table.changes.length; i++) {
            configurations.add(TrackConfiguration.of(new TextConfiguration("fake", "fake." + i)));
        }
        return changing(label, kind, timescale, table, configurations);
    }

    static PlacedTrack changing(
            String label,
            TrackKind kind,
            int timescale,
            FakeTable table,
            List<TrackConfiguration> configurations)
            throws Exception {
        var plain = indexed(kind, timescale, table, 0);
        var indexed = new IndexedTrack(plain.track(), table, configurations, 0, -1, 0);
        return PlacedTrack.place(label, indexed, new ArrayList<>());
    }

    static int[] syncs(int frames, IntPredicate isSync) {
        return IntStream.range(0, frames).filter(isSync).toArray();
    }

    @Override
    public long endTicks() {
        return startTicks + count * durationTicks;
    }

    @Override
    public long totalBytes() {
        return count * 100L;
    }

    @Override
    public int sampleAt(long dtsTicks) {
        return (int) Math.clamp(Math.floorDiv(dtsTicks - startTicks, durationTicks), 0, count - 1);
    }

    @Override
    public int syncCount() {
        return syncs.length;
    }

    @Override
    public int syncSample(int n) {
        return syncs[n];
    }

    @Override
    public int syncAtOrAfter(int index) {
        int found = java.util.Arrays.binarySearch(syncs, index);
        return found < 0 ? -found - 1 : found;
    }

    @Override
    public SampleCursor cursor(int index) {
        java.util.Objects.checkIndex(index, count);
        return new SampleCursor() {
            private int at = index;

            @Override
            public boolean advance() {
                if (at == count - 1) {
                    return false;
                }
                at++;
                return true;
            }

            @Override
            public int index() {
                return at;
            }

            @Override
            public long dtsTicks() {
                return startTicks + at * durationTicks;
            }

            @Override
            public long ptsTicks() {
                return dtsTicks();
            }

            @Override
            public long durationTicks() {
                return durationTicks;
            }

            @Override
            public int sizeBytes() {
                return 100;
            }

            @Override
            public long position() {
                return at * 100L;
            }

            @Override
            public boolean isSync() {
                return java.util.Arrays.binarySearch(syncs, at) >= 0;
            }

            @Override
            public int configurationIndex() {
                return (int) IntStream.of(changes).filter(change -> change <= at).count();
            }
        };
    }
}
