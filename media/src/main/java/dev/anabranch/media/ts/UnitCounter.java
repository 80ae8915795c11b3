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
            counts[i] = count(reader, framing);
        }
        return counts;
    }

    private static int count(SampleReader sample, NalFraming framing) throws MediaFormatException {
        int count = 0;
        int at = sample.offset();
        int end = at + sample.size();
        while (at < end) {
            if (at + framing.lengthSize() > end) {
                throw AccessUnit.broken(sample, at);
            }
            long next = at + framing.lengthSize() + framing.length(sample.array(), at);
            if (next > end) {
                throw AccessUnit.broken(sample, at);
            }
            at = (int) next;
            count++;
        }
        return count;
    }
}
