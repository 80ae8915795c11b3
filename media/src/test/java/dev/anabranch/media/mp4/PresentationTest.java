package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.mp4.EditList.Edit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Edit lists on a movie clock of 1000 and a track clock of 48 000, over 10 s of media.
class PresentationTest {

    private final List<String> complaints = new ArrayList<>();

    @Test
    void startsWithinTheMedia() {
        assertThat(of(edit(9979, 1024))).isEqualTo(new Presentation(-1024, 478_992));
        assertThat(complaints).isEmpty();
    }

    @Test
    void startsLaterBehindEmptyEdits() {
        assertThat(of(edit(44, -1), edit(10, -1), edit(0, 1024)))
                .isEqualTo(new Presentation(54 * 48 - 1024, -1));
        assertThat(complaints).isEmpty();
    }

    @Test
    void joinsEditsThatFollowEachOther() {
        assertThat(of(edit(1000, 0), edit(2000, 48_000), edit(1, 144_000)))
                .isEqualTo(new Presentation(0, 3001 * 48));
        assertThat(complaints).isEmpty();
    }

    @Test
    void presentsTheFirstStretchOfAFilmCutTogether() {
        assertThat(of(edit(1000, 480), edit(1000, 96_000)))
                .isEqualTo(new Presentation(-480, 48_000));
        assertThat(complaints).hasSize(1).first().asString().contains("several stretches");
    }

    @Test
    void passesOverWhatMakesNoSense() {
        assertThat(of(new Edit(1000, 0, 0), edit(1000, 480_001), edit(1000, -7), edit(500, 48)))
                .isEqualTo(new Presentation(-48, 24_000));
        assertThat(complaints).hasSize(3);
    }

    @Test
    void doesNotFitIn64Bits() {
        assertThat(of(edit(Long.MAX_VALUE, -1), edit(1, 1))).isEqualTo(Presentation.WHOLE);
        assertThat(of(edit(Long.MAX_VALUE / 2, 1), edit(1, 1))).isEqualTo(Presentation.WHOLE);
        assertThat(complaints).isNotEmpty();
    }

    @Test
    void listsComeBackAsWritten() throws Exception {
        var list = new EditList(List.of(edit(44, -1), edit(1L << 40, 1L << 35)));
        var out = new BoxWriter(100);
        list.write(out);

        var box = new BoxReader(ByteBuffer.wrap(out.toByteArray()), "", 0).child().orElseThrow();

        assertThat(EditList.parse(box.payload())).isEqualTo(list);
    }

    private static Edit edit(long durationTicks, long mediaTicks) {
        return new Edit(durationTicks, mediaTicks, Edit.NORMAL_RATE);
    }

    private Presentation of(Edit... edits) {
        return Presentation.of(
                new EditList(Arrays.asList(edits)),
                new Timescale(1000),
                new Timescale(48_000),
                480_000,
                complaints::add);
    }
}
