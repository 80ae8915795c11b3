package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.mp4.SegmentIndex.Reference;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentIndexTest {

    private static final Timescale CLOCK = new Timescale(90_000);

    @Test
    void readsBackWhatItWrites() throws Exception {
        var index =
                new SegmentIndex(
                        3,
                        CLOCK,
                        1L << 40,
                        17,
                        List.of(
                                Reference.segment(0x7FFF_FFFFL, 0xFFFF_FFFFL),
                                new Reference(true, 5, 6, false, 7, 0x0FFF_FFFFL)));

        var box = new BoxReader(ByteBuffer.wrap(index.toByteArray()), "", 0);

        assertThat(SegmentIndex.parse(box.child().orElseThrow().payload())).isEqualTo(index);
    }

    @Test
    void knowsItsSizeBeforeTheSegmentsAreThere() {
        for (int count : new int[] {0, 1, 1000, SegmentIndex.MAX_REFERENCES}) {
            assertThat(index(Collections.nCopies(count, Reference.segment(1, 1))).toByteArray())
                    .hasSize(SegmentIndex.sizeBytes(count));
        }
        assertThatThrownBy(() -> index(Collections.nCopies(65_536, Reference.segment(1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void followsIndexesOfIndexes() throws Exception {
        var leaf = index(List.of(Reference.segment(100, 10), Reference.segment(200, 20)));
        int leafBytes = SegmentIndex.sizeBytes(2);
        var root = index(List.of(Reference.index(leafBytes + 300, 30), Reference.segment(50, 5)));
        var out = new BoxWriter(512).zeros(7).bytes(root.toByteArray()).bytes(leaf.toByteArray());
        int rootEnd = 7 + SegmentIndex.sizeBytes(2);

        var found = Subsegment.read(ByteSource.of(out.toByteArray()), 7);

        assertThat(found)
                .containsExactly(
                        new Subsegment(rootEnd + leafBytes, 100, CLOCK, 0, 10, true),
                        new Subsegment(rootEnd + leafBytes + 100, 200, CLOCK, 10, 20, true),
                        new Subsegment(rootEnd + leafBytes + 300, 50, CLOCK, 30, 5, true));
    }

    @Test
    void readsTheIndexOfARealFile() throws Exception {
        var bytes = Samples.bytes("aac_sidx.mp4");
        int position =
                new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("sidx") - 4;

        var found = Subsegment.read(ByteSource.of(bytes), position);

        assertThat(found).hasSize(3).allMatch(Subsegment::startsWithSap);
        var last = found.getLast();
        assertThat(last.position() + last.sizeBytes()).isEqualTo(bytes.length);
        assertThat(last.startTicks() + last.durationTicks()).isEqualTo(240_640);
        for (var segment : found) {
            assertThat(bytes[(int) segment.position() + 4]).isEqualTo((byte) 'm');
        }
    }

    @Test
    void endsWithIndexesThatNameTheSameIndexManyTimes() {
        var out = new BoxWriter(1 << 16);
        for (int level = 0; level < 20; level++) {
            out.bytes(index(Collections.nCopies(100, Reference.index(0, 0))).toByteArray());
        }
        out.bytes(index(List.of()).toByteArray());

        assertThatThrownBy(() -> Subsegment.read(ByteSource.of(out.toByteArray()), 0))
                .hasMessageContaining("the maximum is 262144");
    }

    @Test
    void refusesWhatIsNoIndex() {
        assertThatThrownBy(() -> Subsegment.read(ByteSource.of(new byte[20]), 4))
                .hasMessageContaining("a sidx should be here, not ....");
        assertThatThrownBy(() -> Subsegment.read(ByteSource.of(new byte[20]), 13))
                .hasMessageContaining("beyond the end of the file");
    }

    private static SegmentIndex index(List<Reference> references) {
        return new SegmentIndex(1, CLOCK, 0, 0, references);
    }
}
