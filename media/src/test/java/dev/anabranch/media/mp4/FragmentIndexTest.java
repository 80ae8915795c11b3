package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.mp4.ListedSamples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FragmentIndexTest {

    private static final int MOOF = FragmentedFile.BASE_IS_MOOF;

    @Test
    void countsDataOffsetsFromTheMoof() throws Exception {
        var table = new FragmentedFile().box("free", 5).fragment(0, 2).samples();

        assertThat(positions(table)).containsExactly(13L + 80, 13L + 90);
        assertThat(decodeTimes(table)).containsExactly(0L, 100L);
        assertThat(table.endTicks()).isEqualTo(200);
    }

    @Test
    void countsDataOffsetsFromAnAbsoluteBase() throws Exception {
        var table =
                new FragmentedFile()
                        .mdat(100)
                        .moof(m -> m.traf(t -> t.tfhd(1, 1, 0, 20).trun(1, 1, 3)))
                        .samples();

        assertThat(positions(table)).containsExactly(23L);
    }

    @Test
    void continuesBehindTheTrackFragmentBeforeWithoutABase() throws Exception {
        var table =
                new FragmentedFile()
                        .moof(m ->
                                m.traf(t -> t.tfhd(1, 0).trun(1, 2, 200))
                                        .traf(t -> t.tfhd(1, 0).trun(0, 1)))
                        .mdat(200)
                        .samples();

        assertThat(positions(table)).containsExactly(200L, 210L, 220L);
        assertThat(decodeTimes(table)).containsExactly(0L, 100L, 200L);
    }

    @Test
    void putsARunWithoutOffsetBehindTheRunBefore() throws Exception {
        var table =
                new FragmentedFile()
                        .moof(m ->
                                m.traf(t ->
                                        t.tfhd(1, MOOF)
                                                .trun(1, 1, 150)
                                                .trun(0x200, 2, 7, 9)
                                                .trun(1, 1, 120)))
                        .mdat(200)
                        .samples();

        assertThat(positions(table)).containsExactly(150L, 160L, 167L, 120L);
        assertThat(table.totalBytes()).isEqualTo(36);
    }

    @Test
    void readsEveryFieldOfARunOverItsDefaults() throws Exception {
        var table =
                new FragmentedFile()
                        .moof(m ->
                                m.traf(t ->
                                        t.tfhd(1, MOOF | 0x38, 50, 5, 0x10000)
                                                .trun(5, 2, 100, 0x2000000)
                                                .trun(0xF00, 1, 7, 8, 0, -3)))
                        .mdat(100)
                        .samples();

        var cursor = table.cursor(2);
        assertThat(cursor.dtsTicks()).isEqualTo(100);
        assertThat(cursor.durationTicks()).isEqualTo(7);
        assertThat(cursor.sizeBytes()).isEqualTo(8);
        assertThat(cursor.ptsTicks()).isEqualTo(97);
        assertThat(table.syncCount()).isEqualTo(2);
        assertThat(table.syncSample(1)).isEqualTo(2);
    }

    @Test
    void keepsAGapAndGoesOnWithoutADecodeTime() throws Exception {
        var table =
                new FragmentedFile()
                        .fragment(0, 1)
                        .fragment(1000, 1)
                        .moof(m -> m.traf(t -> t.tfhd(1, MOOF).trun(1, 1, 0)))
                        .samples();

        assertThat(decodeTimes(table)).containsExactly(0L, 1000L, 1100L);
        assertThat(table.cursor(0).durationTicks()).isEqualTo(100);
        assertThat(table.sampleAt(999)).isZero();
        assertThat(table.sampleAt(1000)).isEqualTo(1);
    }

    @Test
    void lastsThroughAFragmentWithoutSamples() throws Exception {
        var table =
                new FragmentedFile()
                        .fragment(0, 1)
                        .moof(m -> m.traf(t -> t.tfhd(1, MOOF | 0x1_0008, 700)))
                        .moof(m -> m.traf(t -> t.tfhd(1, MOOF).trun(1, 1, 0)))
                        .samples();

        assertThat(decodeTimes(table)).containsExactly(0L, 800L);
    }

    @Test
    void raisesDecodeTimesThatOverlapTheFragmentBefore() throws Exception {
        var index = new FragmentedFile().fragment(0, 3).fragment(150, 2).index();

        var table = track(index);
        assertThat(decodeTimes(table)).containsExactly(0L, 100L, 200L, 200L, 250L);
        assertThat(table.cursor(3).ptsTicks()).isEqualTo(150);
        assertThat(index.warnings()).singleElement().asString().contains("goes back");
    }

    @Test
    void refusesAFragmentThatStartsBeforeTheOneBefore() {
        assertThatThrownBy(() -> new FragmentedFile().fragment(500, 1).fragment(499, 1).index())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("track 1 goes back from decode time 500 to 499");
    }

    @Test
    void takesADurationThatWrappedFromTheSampleBefore() throws Exception {
        var table =
                new FragmentedFile()
                        .moof(m -> m.traf(t -> t.tfhd(1, MOOF).trun(0x101, 2, 0, 40, -5)))
                        .mdat(20)
                        .samples();

        assertThat(table.cursor(1).durationTicks()).isEqualTo(40);
        assertThat(table.endTicks()).isEqualTo(80);
    }

    @Test
    void goesOnBehindTheSamplesOfTheMoov() throws Exception {
        var moov = new SamplePacker();
        moov.add(new ListedSamples(new Sample(3, 4, 0, 0, 70, true)));

        var file = new FragmentedFile().moof(m -> m.traf(t -> t.tfhd(1, MOOF).trun(1, 1, 0)));
        var table = track(file.index(Map.of(1, moov.build())));

        assertThat(positions(table)).containsExactly(3L, 0L);
        assertThat(decodeTimes(table)).containsExactly(0L, 70L);
    }

    @Test
    void keepsWhatIsReadableOfATruncatedFile() throws Exception {
        var bytes = new FragmentedFile().fragment(0, 2).fragment(200, 3).out.toByteArray();
        var cut = java.util.Arrays.copyOf(bytes, bytes.length - 15);

        var index =
                FragmentIndex.read(
                        ByteSource.of(cut), Map.of(1, FragmentedFile.DEFAULTS), Map.of(), Set.of());

        assertThat(track(index).count()).isEqualTo(3);
        assertThat(index.warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("2 samples lie beyond the end"))
                .anyMatch(warning -> warning.contains("15 bytes too early"));
    }

    @Test
    void passesOverIndexesAndEncryptionBoxes() throws Exception {
        var table =
                new FragmentedFile()
                        .box("sidx", 3)
                        .moof(m ->
                                m.box("mfhd", 8)
                                        .traf(t ->
                                                t.box("senc", 1)
                                                        .tfhd(1, MOOF)
                                                        .box("subs", 2)
                                                        .trun(1, 1, 0)))
                        .box("mfra", 6)
                        .samples();

        assertThat(table.count()).isEqualTo(1);
    }

    @Test
    void movesDataOffsetsOfAFileThatBoxesWerePutInto() throws Exception {
        int moofBytes = 8 + 8 + 24 + 20;
        var index =
                new FragmentedFile()
                        .box("uuid", 92)
                        .moof(m -> m.traf(t -> t.tfhd(1, 1, 0, 0).trun(1, 2, moofBytes + 8)))
                        .mdat(20)
                        .moof(m -> m.traf(t -> t.tfhd(1, 1, 0, 88).trun(1, 1, moofBytes + 8)))
                        .mdat(10)
                        .index();

        assertThat(track(index).cursor(0).position()).isEqualTo(100 + moofBytes + 8);
        assertThat(track(index).cursor(2).position()).isEqualTo(188 + moofBytes + 8);
        assertThat(index.warnings()).singleElement().asString().contains("moved by 100 bytes");
    }

    @Test
    void leavesDataOffsetsToMediaBeforeTheFragmentAlone() throws Exception {
        var index =
                new FragmentedFile()
                        .mdat(10)
                        .moof(m -> m.traf(t -> t.tfhd(1, 1, 0, 0).trun(1, 1, 8)))
                        .mdat(80)
                        .index();

        assertThat(track(index).cursor(0).position()).isEqualTo(8);
        assertThat(index.warnings()).isEmpty();
    }

    @Test
    void countsTextAndAudioAsSyncWhateverTheFlagsSay() throws Exception {
        var file =
                new FragmentedFile()
                        .moof(m -> m.traf(t -> t.tfhd(1, MOOF | 0x20, 0x1010000).trun(1, 3, 0)));
        var source = ByteSource.of(file.mdat(30).out.toByteArray());
        var defaults = Map.of(1, FragmentedFile.DEFAULTS);

        var audio = track(FragmentIndex.read(source, defaults, Map.of(), Set.of(1)));
        var video = track(FragmentIndex.read(source, defaults, Map.of(), Set.of()));

        assertThat(audio.syncCount()).isEqualTo(3);
        assertThat(video.syncCount()).isZero();
        assertThat(video.syncAtOrAfter(0)).isZero();
    }

    @Test
    void refusesATrackWithoutDefaults() {
        var file = new FragmentedFile().moof(m -> m.traf(t -> t.tfhd(2, MOOF)));

        assertThatThrownBy(file::index).hasMessageContaining("track 2, which has no trex in moov");
        assertThatThrownBy(() ->
                        FragmentIndex.read(
                                ByteSource.of(file.out.toByteArray()),
                                Map.of(),
                                Map.of(),
                                Set.of()))
                .hasMessageContaining("moov says of none (no trex)");
    }

    @Test
    void refusesATrackFragmentWithoutHeader() {
        assertThatThrownBy(() -> new FragmentedFile().moof(m -> m.traf(t -> t.tfdt(0))).index())
                .hasMessageContaining("traf has no tfhd");
        assertThatThrownBy(() -> new FragmentedFile().moof(m -> m.traf(t -> t.trun(0, 1))).index())
                .hasMessageContaining("trun comes before tfhd");
    }

    @Test
    void refusesSamplesBeforeTheFile() {
        assertThatThrownBy(() ->
                        new FragmentedFile()
                                .moof(m -> m.traf(t -> t.tfhd(1, MOOF).trun(1, 1, -1)))
                                .index())
                .hasMessageContaining("sample 0 of track 1 lies at -1");
    }

    @Test
    void limitsSamplesThatCostNothing() throws Exception {
        assertThat(costless(1 << 16).samples().count()).isEqualTo(1 << 16);
        assertThatThrownBy(() -> costless((1 << 16) + 1).index())
                .hasMessageContaining("empty sample count is 65537, the maximum is 65536");
    }

    @Test
    void limitsTheSamplesOfARun() {
        assertThatThrownBy(() -> costless(TrackRun.MAX_SAMPLES + 1).index())
                .hasMessageContaining("sample count is 4194305, the maximum is 4194304");
    }

    private static FragmentedFile costless(int count) {
        return new FragmentedFile()
                .moof(m -> m.traf(t -> t.tfhd(1, MOOF | 0x10, 0).trun(1, count, 0)));
    }

    private static SampleTable track(FragmentIndex index) {
        return java.util.Objects.requireNonNull(index.tracks().get(1));
    }

    private static List<Long> positions(SampleTable table) {
        var all = new ArrayList<Long>();
        var cursor = table.cursor(0);
        do {
            all.add(cursor.position());
        } while (cursor.advance());
        return all;
    }

    private static List<Long> decodeTimes(SampleTable table) {
        var all = new ArrayList<Long>();
        var cursor = table.cursor(0);
        do {
            all.add(cursor.dtsTicks());
        } while (cursor.advance());
        return all;
    }
}
