package dev.anabranch.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Test;

/// Row O33 of the origin requirements: WebVTT segments with `X-TIMESTAMP-MAP`, spanning the whole
/// programme.
class CueSegmenterTest {

    private static final Timescale MILLIS = new Timescale(1000);

    @Test
    void o33EverySegmentNamesTheMediaTimeOfItsZero() throws Exception {
        var segment = segmenter().segment(millis(0), millis(4000), millis(10_000));
        assertThat(segment.render())
                .isEqualTo(
                        """
                        WEBVTT
                        X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000

                        STYLE
                        ::cue { color: red }

                        a
                        00:00:01.000 --> 00:00:02.000
                        one

                        b
                        00:00:03.500 --> 00:00:09.000 line:0
                        long
                        """);
    }

    @Test
    void o33CueThatSpansSegmentsIsInEachWithItsOwnTimes() throws Exception {
        var segmenter = segmenter();
        for (int start : new int[] {0, 4000, 8000}) {
            var segment = segmenter.segment(millis(start), millis(start + 4000), millis(0));
            assertThat(segment.cues())
                    .filteredOn(cue -> cue.identifier().equals("b"))
                    .extracting(Cue::startMillis, Cue::endMillis)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(3500L, 9000L));
        }
    }

    @Test
    void o33SegmentWithoutCuesIsValid() throws Exception {
        var segment = segmenter().segment(millis(12_000), millis(16_000), millis(0));
        assertThat(segment.cues()).isEmpty();
        assertThat(WebVtt.parse(segment.render().getBytes(UTF_8)).document()).isEqualTo(segment);
    }

    @Test
    void o33MapWrapsAtThirtyThreeBits() throws Exception {
        var late = new Timestamp((1L << 33) + 90, Timescale.MPEG);
        assertThat(segmenter().segment(millis(0), millis(1), late).map())
                .contains(new TimestampMap(90, 0));
    }

    @Test
    void boundariesAreExact() throws Exception {
        var third = new Timescale(3);
        var segmenter =
                new CueSegmenter(
                        WebVtt.parse("WEBVTT\n\n00:00.333 --> 00:00.334\nx\n".getBytes(UTF_8))
                                .document());
        var zero = Timestamp.ZERO;
        var cut = new Timestamp(1, third);
        assertThat(segmenter.segment(zero, cut, zero).cues()).hasSize(1);
        assertThat(segmenter.segment(cut, new Timestamp(2, third), zero).cues()).hasSize(1);
        assertThat(segmenter.segment(zero, new Timestamp(333, MILLIS), zero).cues()).isEmpty();
        assertThat(segmenter.segment(new Timestamp(334, MILLIS), cut.plus(1), zero).cues())
                .isEmpty();
    }

    @Test
    void segmentsTogetherHoldEveryCueOnce() throws Exception {
        var document = WebVtt.parse(Samples.read("elephantsdream/captions.en.vtt")).document();
        var segmenter = new CueSegmenter(document);
        var seen = new LinkedHashSet<Cue>();
        for (long start = 0; start < segmenter.endMillis(); start += 6000) {
            seen.addAll(segmenter.segment(millis(start), millis(start + 6000), millis(0)).cues());
        }
        assertThat(seen).containsExactlyElementsOf(document.cues());
    }

    private static CueSegmenter segmenter() throws Exception {
        var text =
                """
                WEBVTT

                STYLE
                ::cue { color: red }

                a
                00:00:01.000 --> 00:00:02.000
                one

                NOTE not for players

                b
                00:00:03.500 --> 00:00:09.000 line:0
                long
                """;
        return new CueSegmenter(WebVtt.parse(text.getBytes(UTF_8)).document());
    }

    private static Timestamp millis(long millis) {
        return new Timestamp(millis, MILLIS);
    }
}
