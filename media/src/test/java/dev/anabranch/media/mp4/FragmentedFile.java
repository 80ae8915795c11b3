package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A file of fragments written box by box, whose every sample has 10 bytes and lasts 100 ticks
/// unless the fragment says otherwise.
final class FragmentedFile {

    static final TrackExtends DEFAULTS = new TrackExtends(1, 1, 100, 10, SampleFlags.SYNC);

    static final int BASE_IS_MOOF = TrackFragmentHeader.DEFAULT_BASE_IS_MOOF;

    final BoxWriter out = new BoxWriter(256);

    /// A `moof` whose content `content` writes.
    FragmentedFile moof(Consumer<FragmentedFile> content) {
        return nested("moof", content);
    }

    FragmentedFile traf(Consumer<FragmentedFile> content) {
        return nested("traf", content);
    }

    FragmentedFile tfhd(int trackId, int flags, long... fields) {
        return full("tfhd", 0, flags, with(trackId, fields));
    }

    FragmentedFile tfdt(long ticks) {
        int at = out.begin("tfdt", 1, 0);
        out.u64(ticks);
        out.end(at);
        return this;
    }

    /// @param fields all there are after the sample count
    FragmentedFile trun(int flags, int count, long... fields) {
        return full("trun", 1, flags, with(count, fields));
    }

    FragmentedFile mdat(int bytes) {
        int at = out.begin("mdat");
        out.zeros(bytes);
        out.end(at);
        return this;
    }

    FragmentedFile box(String type, int bytes) {
        int at = out.begin(type);
        out.zeros(bytes);
        out.end(at);
        return this;
    }

    /// A fragment of `count` samples at `ticks`, then their bytes.
    FragmentedFile fragment(long ticks, int count) {
        int moofBytes = 8 + 8 + 16 + 20 + 20;
        moof(moof ->
                moof.traf(traf ->
                        traf.tfhd(1, BASE_IS_MOOF).tfdt(ticks).trun(1, count, moofBytes + 8)));
        return mdat(count * 10);
    }

    FragmentIndex index() throws IOException, MediaFormatException {
        return index(Map.of());
    }

    FragmentIndex index(Map<Integer, SampleTable> moovSamples)
            throws IOException, MediaFormatException {
        return FragmentIndex.read(
                ByteSource.of(out.toByteArray()), Map.of(1, DEFAULTS), moovSamples, Set.of());
    }

    /// Track 1, read.
    SampleTable samples() throws IOException, MediaFormatException {
        var table = index().tracks().get(1);
        if (table == null) {
            throw new IllegalStateException("no track 1");
        }
        return table;
    }

    private FragmentedFile nested(String type, Consumer<FragmentedFile> content) {
        int at = out.begin(type);
        content.accept(this);
        out.end(at);
        return this;
    }

    private FragmentedFile full(String type, int version, int flags, long[] fields) {
        int at = out.begin(type, version, flags);
        for (long field : fields) {
            out.u32(field);
        }
        out.end(at);
        return this;
    }

    private static long[] with(long first, long[] rest) {
        var all = new long[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
