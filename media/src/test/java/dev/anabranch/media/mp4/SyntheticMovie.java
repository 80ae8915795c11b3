package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A movie of one H.264-named track with any tables, and a naive reading of them to compare with.
final class SyntheticMovie {

    /// One sample as its tables mean it.
    record Sample(long dts, long pts, long duration, int size, long position, boolean isSync) {}

    final List<Sample> samples = new ArrayList<>();
    private final List<int[]> times = new ArrayList<>();
    private final List<int[]> offsets = new ArrayList<>();
    private final List<int[]> chunkRuns = new ArrayList<>();
    private final List<Long> chunkOffsets = new ArrayList<>();
    private final List<Integer> sync = new ArrayList<>();
    private long end;

    /// A film of `count` samples as muxers write them: few chunks' worth of regularity, reordered
    /// pictures, a sync sample every `gop`.
    static SyntheticMovie film(int count, int gop, int maxSize, int maxPerChunk, Random random) {
        var movie = new SyntheticMovie();
        long dts = 0;
        long position = 48;
        for (int index = 0, chunk = 1; index < count; chunk++) {
            int perChunk = Math.min(random.nextInt(1, maxPerChunk + 1), count - index);
            movie.chunkOffsets.add(position);
            movie.chunkRuns.add(new int[] {chunk, perChunk, 1});
            for (int i = 0; i < perChunk; i++, index++) {
                int offset = index % gop == 0 ? 2002 : new int[] {5005, 2002, 0, 1001}[index & 3];
                boolean isSync = index % gop == 0;
                int size = random.nextInt(1, isSync ? maxSize : Math.max(2, maxSize / 8));
                movie.samples.add(new Sample(dts, dts + offset, 1001, size, position, isSync));
                movie.offsets.add(new int[] {1, offset});
                if (isSync) {
                    movie.sync.add(index + 1);
                }
                dts += 1001;
                position += size;
            }
            position += random.nextInt(500);
        }
        movie.times.add(new int[] {count, 1001});
        movie.end = position;
        return movie;
    }

    /// A source as long as the movie says, whose media is zeros.
    ByteSource source() {
        return source(bytes());
    }

    ByteSource source(byte[] head) {
        long size = end + head.length;
        return new ByteSource() {
            @Override
            public long sizeBytes() {
                return size;
            }

            @Override
            public void read(long position, ByteBuffer destination) {
                int from = (int) Math.min(position, head.length);
                int count = Math.min(destination.remaining(), head.length - from);
                destination.put(head, from, count).position(destination.limit());
            }
        };
    }

    /// The `moov` box, first in the file.
    byte[] bytes() {
        var sizes = samples.stream().mapToInt(Sample::size).toArray();
        return bytes(
                new SampleTableBox(
                        Optional.empty(),
                        new TimeToSample(flat(times)),
                        new CompositionOffset(flat(offsets)),
                        new SampleToChunk(flat(chunkRuns)),
                        new SampleSize(0, sizes.length, sizes),
                        new ChunkOffset(chunkOffsets.stream().mapToLong(Long::longValue).toArray()),
                        Optional.of(new SyncSample(ints(sync)))),
                "en");
    }

    /// A `moov` with these tables.
    static byte[] bytes(SampleTableBox tables, String language) {
        var out = new BoxWriter(1 << 16);
        int movie = out.begin("moov");
        new MovieHeader(0, 1000, 0).write(out, 2);
        int track = out.begin("trak");
        new TrackHeader(1, Rotation.NONE, 0, 0).write(out, false, 0);
        int media = out.begin("mdia");
        new MediaHeader(30_000, 0, language).write(out);
        new Handler("vide").write(out);
        int information = out.begin("minf");
        DataReference.write(out);
        int table = out.begin("stbl");
        tables.times().write(out);
        tables.offsets().write(out);
        tables.sampleToChunk().write(out);
        tables.sizes().write(out);
        tables.chunkOffsets().write(out);
        tables.sync().ifPresent(box -> box.write(out));
        out.end(table);
        out.end(information);
        out.end(media);
        out.end(track);
        out.end(movie);
        return out.toByteArray();
    }

    private static int[] flat(List<int[]> rows) {
        return rows.stream().flatMapToInt(java.util.Arrays::stream).toArray();
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
