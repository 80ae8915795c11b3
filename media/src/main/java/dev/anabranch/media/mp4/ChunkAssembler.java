package dev.anabranch.media.mp4;

import java.util.Arrays;

/// Lays the samples of `stsz` into the chunks of `stco` as `stsc` says, and stops at the first one
/// that cannot be read.
///
/// The boxes contradict each other in the wild. Samples without a chunk, and all samples from the
/// first one on that reaches beyond the end of the file, are left out with a warning: what comes
/// before them plays.
final class ChunkAssembler {

    private final SampleTableBox boxes;
    private final int configurations;
    private final long fileBytes;
    private final String track;
    private final Warnings warnings;

    private int[] lengths = new int[0];
    private long[] offsets = new long[0];
    private int[] descriptions = new int[0];
    private int chunks;
    private int samples;
    private long totalBytes;

    /// @param configurations how many sample entries there are
    /// @param track the track's name in warnings
    ChunkAssembler(
            SampleTableBox boxes,
            int configurations,
            long fileBytes,
            String track,
            Warnings warnings) {
        this.boxes = boxes;
        this.configurations = configurations;
        this.fileBytes = fileBytes;
        this.track = track;
        this.warnings = warnings;
    }

    /// Fills the chunks; afterwards [#samples()] can be read.
    void run() {
        int room = boxes.chunkOffsets().offsets().length;
        lengths = new int[room];
        offsets = new long[room];
        descriptions = new int[room];
        boolean complete = true;
        for (int entry = nextEntry(-1); entry >= 0 && complete; ) {
            int following = nextEntry(entry);
            complete = fill(entry, following);
            entry = following;
        }
        if (complete && samples < boxes.sizes().count()) {
            warnings.add(
                    "%s: the chunks have room for %d of its %d samples; the rest is left out"
                            .formatted(track, samples, boxes.sizes().count()));
        }
    }

    /// The next entry of `stsc` that goes forward, or -1.
    private int nextEntry(int entry) {
        var table = boxes.sampleToChunk();
        for (int next = entry + 1; next < table.count(); next++) {
            if (entry < 0 || table.firstChunk(next) > table.firstChunk(entry)) {
                return next;
            }
        }
        return -1;
    }

    /// Fills the chunks of one entry of `stsc`; `false` when a sample cannot be read.
    private boolean fill(int entry, int following) {
        var table = boxes.sampleToChunk();
        long[] starts = boxes.chunkOffsets().offsets();
        long end = following < 0 ? starts.length : table.firstChunk(following) - 1;
        // The first entry speaks for the first chunk, whatever number it has.
        long from = samples == 0 ? 0 : table.firstChunk(entry) - 1;
        if (table.firstChunk(entry) > starts.length) {
            warnings.add(
                    "%s: stsc names chunk %d of %d"
                            .formatted(track, table.firstChunk(entry), starts.length));
        }
        long perChunk = table.samplesPerChunk(entry);
        int description = description(table.description(entry));
        for (long chunk = from; chunk < Math.min(end, starts.length); chunk++) {
            int wanted = (int) Math.min(perChunk, boxes.sizes().count() - samples);
            if (wanted == 0) {
                return true;
            }
            int readable = readable(starts[(int) chunk], wanted);
            add(readable, starts[(int) chunk], description);
            if (readable < wanted) {
                warnTruncated();
                return false;
            }
        }
        return true;
    }

    private void add(int length, long offset, int description) {
        if (length == 0) {
            return;
        }
        lengths[chunks] = length;
        offsets[chunks] = offset;
        descriptions[chunks++] = description;
        samples += length;
    }

    /// How many of the next `wanted` samples, which start at `offset`, lie in the file.
    private int readable(long offset, int wanted) {
        long room = offset < 0 ? -1 : fileBytes - offset;
        int constant = boxes.sizes().constant();
        if (constant != 0) {
            int count = room < 0 || constant < 0 ? 0 : (int) Math.min(wanted, room / constant);
            totalBytes += (long) constant * count;
            return count;
        }
        for (int i = 0; i < wanted; i++) {
            int size = boxes.sizes().at(samples + i);
            if (size < 0 || size > room) {
                return i;
            }
            room -= size;
            totalBytes += size;
        }
        return wanted;
    }

    private int description(long number) {
        if (number >= 1 && number <= configurations) {
            return (int) number - 1;
        }
        warnings.add(
                "%s: samples use sample entry %d of %d; the first is taken"
                        .formatted(track, number, configurations));
        return 0;
    }

    private void warnTruncated() {
        warnings.add(
                "%s: sample %d of %d reaches beyond the end of the file; it and all later ones are left out"
                        .formatted(track, samples + 1, boxes.sizes().count()));
    }

    /// How many samples can be read.
    int samples() {
        return samples;
    }

    long totalBytes() {
        return totalBytes;
    }

    Column sizes() {
        var sizes = boxes.sizes();
        return sizes.constant() != 0
                ? new Column.Constant(sizes.constant())
                : Column.of(sizes.sizes(), samples);
    }

    Chunks chunks(Column sizes) {
        return Chunks.of(
                lengths,
                offsets.length == chunks ? offsets : Arrays.copyOf(offsets, chunks),
                descriptions,
                chunks,
                sizes);
    }
}
