package dev.anabranch.media.mp4;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Whatever the bytes are, the readers of fragments return or throw [MediaFormatException]; and
/// what an index says is what it writes.
///
/// `JAZZER_FUZZ=1` with one method selected looks for new inputs; a plain run replays the corpus.
class FragmentsFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void fragments(byte[] file) throws IOException {
        HostileFragmentsTest.read(file);
    }

    @FuzzTest(maxDuration = "60s")
    void segmentIndex(byte[] file) throws IOException {
        try {
            Subsegment.read(ByteSource.of(file), 0);
            var box = new BoxReader(ByteBuffer.wrap(file), "", 0).child().orElseThrow().payload();
            var index = SegmentIndex.parse(box);
            var copy = new BoxReader(ByteBuffer.wrap(index.toByteArray()), "", 0);
            if (!SegmentIndex.parse(copy.child().orElseThrow().payload()).equals(index)) {
                throw new AssertionError(index);
            }
        } catch (MediaFormatException refused) {
            return;
        }
    }
}
