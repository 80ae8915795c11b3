package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fragments with turned bits: they are read or refused, never anything else.
@Timeout(60)
class HostileFragmentsTest {

    private static final int COPIES = 400;

    static final Map<Integer, TrackExtends> DEFAULTS =
            Map.of(1, TrackExtends.of(1), 2, TrackExtends.of(2), 3, TrackExtends.of(3));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aac_sidx.mp4",
                "emsg0.mp4",
                "emsg1.mp4",
                "fragmented.mp4",
                "fragmented_multiple_sidx.mp4",
                "moof_without_moov.mp4",
                "partially_fragmented.mp4",
                "prog_8s_cenc.mp4",
                "twice_senc_no_mdat.mp4"
            })
    void readsOrRefusesTurnedBits(String name) throws Exception {
        var bytes = Samples.bytes(name);
        long seed = name.hashCode();
        var random = new Random(seed);
        for (int i = 0; i < COPIES; i++) {
            var broken = bytes.clone();
            var box = pick(bytes, random);
            for (int flip = 0; flip <= i % 9; flip++) {
                int at = random.nextInt((int) box.position(), (int) box.end());
                broken[at] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                read(broken);
            } catch (RuntimeException bug) {
                fail("seed " + seed + " copy " + i + ": " + bug, bug);
            }
        }
    }

    /// Everything that reads fragments, on the same bytes.
    static void read(byte[] bytes) throws IOException {
        var source = ByteSource.of(bytes);
        try {
            var index = FragmentIndex.read(source, DEFAULTS, Map.of(), Set.of(2));
            index.tracks().values().forEach(HostileFragmentsTest::walk);
        } catch (MediaFormatException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            SegmentReader.read(ByteBuffer.wrap(bytes), DEFAULTS);
        } catch (MediaFormatException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /// A table that came out of anything keeps its contract, and can be written again.
    private static void walk(dev.anabranch.media.SampleTable table) {
        if (table.count() == 0) {
            return;
        }
        var cursor = table.cursor(0);
        long last = table.startTicks();
        long total = 0;
        do {
            assertThat(cursor.dtsTicks()).isGreaterThanOrEqualTo(last);
            assertThat(cursor.sizeBytes()).isNotNegative();
            last = cursor.dtsTicks();
            total += cursor.sizeBytes();
        } while (cursor.advance());
        assertThat(total).isEqualTo(table.totalBytes());
        assertThat(table.sampleAt(last)).isEqualTo(table.count() - 1);
    }

    /// One of the boxes that are parsed, or the header of any box.
    private static TopLevelBox pick(byte[] bytes, Random random) throws Exception {
        var boxes = new java.util.ArrayList<TopLevelBox>();
        for (var box = TopLevelBox.read(ByteSource.of(bytes), 0);
                box.isPresent();
                box = TopLevelBox.read(ByteSource.of(bytes), box.get().end())) {
            boxes.add(box.get());
        }
        var parsed = List.of("moof", "sidx", "emsg", "styp");
        var box = boxes.get(random.nextInt(boxes.size()));
        if (parsed.contains(box.type())) {
            return box;
        }
        return new TopLevelBox(box.type(), box.position(), box.position(), box.position() + 8);
    }
}
