package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.SampleTable;
import dev.anabranch.media.mp4.ListedSamples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedSamplesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1000})
    void givesBackEverySampleFromEveryStart(int count) {
        var samples = random(count, 4711 + count);
        var table = pack(samples);

        assertThat(table.count()).isEqualTo(count);
        for (int start = 0; start < count; start++) {
            var cursor = table.cursor(start);
            int end = Math.min(count, start + 3);
            for (int i = start; i < end; i++) {
                assertThat(cursor.index()).isEqualTo(i);
                assertThat(sample(cursor)).isEqualTo(samples.get(i));
                assertThat(cursor.advance()).isEqualTo(i + 1 < count);
            }
        }
    }

    @Test
    void findsSamplesByDecodeTime() {
        var samples = random(500, 1);
        var table = pack(samples);

        for (long ticks = -5; ticks < table.endTicks() + 5; ticks += 3) {
            int expected = 0;
            for (int i = 0; i < samples.size(); i++) {
                expected = samples.get(i).dtsTicks() <= ticks ? i : expected;
            }
            assertThat(table.sampleAt(ticks)).as("ticks=" + ticks).isEqualTo(expected);
        }
    }

    @Test
    void findsSyncSamples() {
        var samples = random(500, 2);
        var table = pack(samples);

        int n = 0;
        for (int i = 0; i < samples.size(); i++) {
            assertThat(table.syncAtOrAfter(i)).isEqualTo(n);
            if (samples.get(i).sync()) {
                assertThat(table.syncSample(n++)).isEqualTo(i);
            }
        }
        assertThat(table.syncCount()).isEqualTo(n);
    }

    @Test
    void needsNoListWhenEverySampleIsSync() {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 10_000; i++) {
            samples.add(new Sample(i * 300L, 300, i * 1024L, i * 1024L, 1024, true));
        }
        var table = pack(samples);

        assertThat(table.syncCount()).isEqualTo(10_000);
        assertThat(table.syncSample(9_999)).isEqualTo(9_999);
        assertThat(((PackedSamples) table).footprintBytes()).isLessThan(4 * 10_000);
    }

    @Test
    void holdsNothingWhenEmpty() {
        var table = new SamplePacker().build();

        assertThat(table.count()).isZero();
        assertThat(table.endTicks()).isZero();
        assertThat(table.sampleAt(5)).isZero();
        assertThat(table.syncAtOrAfter(0)).isZero();
        assertThatThrownBy(() -> table.cursor(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static SampleTable pack(List<Sample> samples) {
        var builder = new SamplePacker();
        var cursor = new ListedSamples(samples);
        do {
            builder.add(cursor);
        } while (cursor.advance());
        return builder.build();
    }

    private static Sample sample(dev.anabranch.media.SampleCursor cursor) {
        return new Sample(
                cursor.position(),
                cursor.sizeBytes(),
                cursor.dtsTicks(),
                cursor.ptsTicks(),
                cursor.durationTicks(),
                cursor.isSync());
    }

    private static List<Sample> random(int count, int seed) {
        var random = new Random(seed);
        var samples = new ArrayList<Sample>();
        long position = 0;
        long dts = 10;
        for (int i = 0; i < count; i++) {
            int size = random.nextInt(10) == 0 ? Integer.MAX_VALUE : random.nextInt(200);
            int duration = random.nextInt(5) == 0 ? random.nextInt(9) : 4;
            long offset = random.nextInt(4) * 4L - 6;
            samples.add(
                    new Sample(
                            position, size, dts, dts + offset, duration, random.nextInt(8) == 0));
            position += size;
            position = random.nextInt(5) == 0 ? random.nextLong(1L << 50) : position;
            dts += duration + (random.nextInt(20) == 0 ? 100 : 0);
        }
        return samples;
    }
}
