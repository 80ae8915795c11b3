package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Runs that are put together sample by sample.
class ArrivingSamplesTest {

    @Test
    void aRunIsReadBackAsItWasAdded() throws Exception {
        var builder = new SampleRun.Builder();
        for (int i = 0; i < 40; i++) {
            builder.add(3000L * i, 3000L * i - 500 + i, 7 + i, i == 0);
        }
        assertThat(builder.count()).isEqualTo(40);
        assertThat(builder.lastTicks()).isEqualTo(117_000);
        var run = builder.build(120_000);
        assertThat(builder.count()).isZero();
        assertThat(run.endTicks()).isEqualTo(120_000);
        assertThat(run.earliestPtsTicks()).isEqualTo(-500);

        var header = MediaSegment.of(1, 9, 0, 0, SegmentType.CHUNK).header(run);
        var bytes = ByteBuffer.allocate(header.length + (int) run.totalBytes()).put(header);
        var chunks = SegmentReader.read(bytes.rewind(), Map.of(1, TrackExtends.of(1)));
        var samples = chunks.getFirst().tracks().getFirst().samples();
        assertThat(samples).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(samples.get(i).durationTicks()).isEqualTo(3000);
            assertThat(samples.get(i).sizeBytes()).isEqualTo(7 + i);
            assertThat(samples.get(i).compositionOffsetTicks()).isEqualTo(-500 + i);
            assertThat(samples.get(i).isSync()).isEqualTo(i == 0);
        }
    }

    @Test
    void whatNoRunCanSayIsRefused() {
        assertThatThrownBy(() -> new SampleRun.Builder().build(1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleRun.Builder().add(10, 10, 1, true).build(9))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleRun.Builder().add(0, 0, 1, true).build(1L << 32))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
