package dev.anabranch.media.ts;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import java.io.IOException;

/// Counts the NAL units of samples whose lengths are shorter than a start code.
final class UnitCounter {

    private UnitCounter() {}

    static int[] count(SampleTable samples, ByteSource source, NalFraming framing)
            throws IOException, MediaFormatException {
        var counts = new int[samples.count()];
        if (counts.length == 0) {
            return counts;
        }
        var reader = new SampleReader(samples, source, new SampleRange(0, counts.length));
        for (int i = 0; i < counts.length; i++) {
            reader.next();
            counts[i] = count(reader.array(), reader.offset(), reader.size(), framing);
        }
        return counts;
    }

    private static int count(byte[] bytes, int from, int size, NalFraming framing)
            throws MediaFormatException {
        int count = 0;
        int end = from + size;
        int at = from;
        while (at < end) {
            if (at + framing.lengthSize() > end) {
                throw AccessUnit.broken(at - from, size);
            }
            long next = at + framing.lengthSize() + framing.length(bytes, at);
            if (next > end) {
                throw AccessUnit.broken(at - from, size);
            }
            at = (int) next;
            count++;
        }
        return count;
    }
}
