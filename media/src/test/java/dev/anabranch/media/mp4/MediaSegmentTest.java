package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.ListedSamples.Sample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaSegmentTest {

    private static final MediaSegment VIDEO = MediaSegment.of(1, 7, 9000, -20, SegmentType.SEGMENT);

    @Test
    void statesDefaultsOnceWhenAllSamplesAgree() throws Exception {
        var run = SampleRun.of(audio(50), 50);

        var header = MediaSegment.of(1, 1, 0, 0, SegmentType.SEGMENT).header(run);

        assertThat(header).hasSize(24 + 8 + 16 + 8 + 28 + 20 + 20 + 8);
        assertThat(run.totalBytes()).isEqualTo(50 * 100);
        assertThat(run.ranges().count()).isEqualTo(1);
    }

    @Test
    void writesFirstSampleFlagsForTheSyncSampleOfAGop() throws Exception {
        var trun = trun(VIDEO.header(SampleRun.of(video(), 4)));

        assertThat(trun.count()).isEqualTo(4);
        assertThat(SampleFlags.isSync(trun.flags(0))).isTrue();
        assertThat(trun.flags(1)).isEqualTo(SampleFlags.NON_SYNC);
        assertThat(trun.flags(3)).isEqualTo(SampleFlags.NON_SYNC);
    }

    @Test
    void shiftsPresentationBySignedCompositionOffsets() throws Exception {
        var trun = trun(VIDEO.header(SampleRun.of(video(), 4)));

        assertThat(List.of(0, 1, 2, 3))
                .extracting(trun::compositionOffset)
                .containsExactly(0L, 20L, -10L, -10L);
    }

    @Test
    void keepsPresentationTimesWhenDecodeTimesGoBack() throws Exception {
        var run =
                SampleRun.of(
                        new ListedSamples(
                                new Sample(0, 1, 0, 0, 10, true),
                                new Sample(1, 1, 10, 10, -4, true),
                                new Sample(2, 1, 6, 6, 10, true)),
                        3);

        assertThat(run.duration(1)).isZero();
        assertThat(run.duration(2)).isEqualTo(6);
        assertThat(run.compositionOffset(2)).isEqualTo(-4);
        assertThat(run.endTicks()).isEqualTo(16);
    }

    @Test
    void refusesASampleLongerThan32Bits() throws Exception {
        assertThat(SampleRun.of(one(0xFFFF_FFFFL), 1).endTicks()).isEqualTo(0xFFFF_FFFFL);
        assertThatThrownBy(() -> SampleRun.of(one(0x1_0000_0000L), 1))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("sample duration is 4294967296");
    }

    @Test
    void mergesOnlySamplesThatTouch() throws Exception {
        var ranges =
                SampleRun.of(
                                new ListedSamples(
                                        new Sample(100, 10, 0, 0, 1, true),
                                        new Sample(110, 5, 1, 1, 1, true),
                                        new Sample(7, 0, 2, 2, 1, true),
                                        new Sample(115, 5, 3, 3, 1, true),
                                        new Sample(50, 5, 4, 4, 1, true)),
                                5)
                        .ranges();

        assertThat(ranges.count()).isEqualTo(2);
        assertThat(ranges.position(0)).isEqualTo(100);
        assertThat(ranges.sizeBytes(0)).isEqualTo(20);
        assertThat(ranges.position(1)).isEqualTo(50);
        assertThat(ranges.totalBytes()).isEqualTo(25);
    }

    @Test
    void widensTheMdatSizeAbove4GiB() throws Exception {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 3; i++) {
            samples.add(new Sample(i * 2_000_000_000L, 2_000_000_000, i, i, 1, true));
        }

        var header = VIDEO.header(SampleRun.of(new ListedSamples(samples), 3));

        var mdat = ByteBuffer.wrap(header, header.length - 16, 16);
        assertThat(mdat.getInt()).isEqualTo(1);
        assertThat(mdat.getInt()).isEqualTo(0x6D646174);
        assertThat(mdat.getLong()).isEqualTo(6_000_000_016L);
        assertThat(trun(header).dataOffset()).isEqualTo(header.length - 24);
    }

    private static TrackRun trun(byte[] header) throws MediaFormatException {
        var file = new BoxReader(ByteBuffer.wrap(header, 24, header.length - 24), "", 24);
        var moof = file.child().orElseThrow().payload();
        moof.child();
        var traf = moof.child().orElseThrow().payload();
        var tfhd =
                TrackFragmentHeader.parse(
                        traf.child().orElseThrow().payload(), (id, box) -> TrackExtends.of(id));
        var tfdt = TrackFragmentDecodeTime.parse(traf.child().orElseThrow().payload());
        assertThat(tfdt.baseDecodeTicks()).isEqualTo(9000);
        return TrackRun.parse(traf.child().orElseThrow().payload(), tfhd);
    }

    private static ListedSamples one(long duration) {
        return new ListedSamples(new Sample(0, 1, 0, 0, duration, true));
    }

    private static ListedSamples video() {
        return new ListedSamples(
                new Sample(0, 900, 0, 20, 10, true),
                new Sample(900, 100, 10, 50, 10, false),
                new Sample(1000, 70, 20, 30, 10, false),
                new Sample(1070, 60, 30, 40, 10, false));
    }

    private static ListedSamples audio(int count) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < count; i++) {
            samples.add(new Sample(i * 100L, 100, i * 1024L, i * 1024L, 1024, true));
        }
        return new ListedSamples(samples);
    }
}
