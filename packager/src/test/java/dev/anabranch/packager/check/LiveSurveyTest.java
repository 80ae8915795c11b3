package dev.anabranch.packager.check;

import static dev.anabranch.packager.check.ScriptedLive.delta;
import static dev.anabranch.packager.check.ScriptedLive.playlist;
import static dev.anabranch.packager.check.ScriptedLive.replaced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.hls.Skip;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// A scripted server, first without a fault and then with one after the other.
class LiveSurveyTest {

    private static final int FIRST = 30;

    private final LiveSurvey survey = new LiveSurvey(true);
    private final ScriptedLive server = new ScriptedLive();

    private List<String> rules() {
        return survey.report().breaches().stream().map(Breach::rule).distinct().toList();
    }

    /// Two segments, part by part, by delta updates.
    private void follow(long msn) {
        for (long at = msn; at < msn + 2; at++) {
            for (int part = at == msn ? 1 : 0; part < 4; part++) {
                survey.playlist(server.blocking(at, part, true, delta(at, part + 1)));
            }
            // The segment is complete when its successor begins: its last part came before.
        }
    }

    @Test
    void aServerWithoutFaultIsFoundWithoutFault() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        follow(FIRST);
        survey.playlist(server.plain(playlist(FIRST + 1, 4)));

        assertThat(survey.report().breaches()).isEmpty();
        assertThat(survey.report().manifests()).isEqualTo(9);
    }

    /// mediamtx#6237, first defect: the part target is what the last parts happened to be.
    @Test
    void aPartTargetThatChangesIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var changed =
                replaced(
                        replaced(delta(FIRST, 2), "PART-TARGET=0.5", "PART-TARGET=0.53"),
                        "PART-HOLD-BACK=1.5",
                        "PART-HOLD-BACK=1.59");
        survey.playlist(server.blocking(FIRST, 1, true, changed));

        assertThat(survey.report().breaches())
                .extracting(Breach::rule, Breach::where)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("O3", "EXT-X-PART-INF"),
                        org.assertj.core.groups.Tuple.tuple("O12", "EXT-X-SERVER-CONTROL"));
    }

    /// mediamtx#6237, second defect: segments within the skip boundary are skipped.
    @Test
    void aDeltaUpdateThatSkipsBeyondTheBoundaryIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var whole = ScriptedLive.parsed(playlist(FIRST, 2));
        int skipped = whole.segments().size() - 3;
        var greedy =
                whole.toBuilder()
                        .version(9)
                        .skip(new Skip(skipped))
                        .segments(whole.segments().subList(skipped, whole.segments().size()))
                        .build();
        survey.playlist(server.blocking(FIRST, 1, true, ScriptedLive.text(greedy)));

        assertThat(rules()).containsExactly("O15");
        assertThat(survey.report().breaches().getFirst().text()).contains("CAN-SKIP-UNTIL");
    }

    @Test
    void aDeltaUpdateWithAWrongCountIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var wrong = replaced(delta(FIRST, 2), "SKIPPED-SEGMENTS=14", "SKIPPED-SEGMENTS=13");
        survey.playlist(server.blocking(FIRST, 1, true, wrong));

        assertThat(rules()).contains("O3");
    }

    @Test
    void aDeltaUpdateOfWhatNobodyHasIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var wrong = replaced(delta(FIRST, 2), "SKIPPED-SEGMENTS=14", "SKIPPED-SEGMENTS=40");
        survey.playlist(server.blocking(FIRST, 1, true, wrong));

        assertThat(rules()).containsExactly("O15");
    }

    @Test
    void whatADeltaUpdateHidIsFoundInTheNextWholePlaylist() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(server.blocking(FIRST, 1, true, delta(FIRST, 2)));
        survey.playlist(
                server.plain(
                        replaced(
                                playlist(FIRST, 2),
                                "#EXTINF:2.00000,\n12.m4s",
                                "#EXT-X-GAP\n#EXTINF:2.00000,\n12.m4s")));

        assertThat(rules()).contains("O15");
    }

    @Test
    void anAnswerBeforeItsTimeIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(server.blocking(FIRST, 2, true, delta(FIRST, 2)));

        assertThat(rules()).containsExactly("O13");
    }

    @Test
    void aPartThatIsTakenBackIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 3)));
        survey.playlist(server.plain(playlist(FIRST, 2)));

        assertThat(rules()).contains("O3");
    }

    @Test
    void aPartThatChangesIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 3)));
        survey.playlist(
                server.plain(replaced(playlist(FIRST, 3), "\"30.1.m4s\"", "\"30.1b.m4s\"")));

        assertThat(rules()).containsExactly("O3");
    }

    @Test
    void partsThatDoNotMakeUpTheirSegmentAreFound() {
        survey.playlist(server.plain(playlist(FIRST, 3)));
        survey.playlist(
                server.blocking(
                        FIRST,
                        3,
                        false,
                        replaced(
                                playlist(FIRST + 1, 0),
                                "#EXTINF:2.00000,\n30",
                                "#EXTINF:1.90000,\n30")));

        assertThat(rules()).contains("parts-sum");
    }

    @Test
    void aClockThatIsSetAnewWithoutDiscontinuityIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(server.plain(replaced(playlist(FIRST, 2), "T12:00:56Z", "T12:00:57Z")));

        assertThat(rules()).containsExactly("O25");
    }

    @Test
    void aSequenceThatFallsIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(server.plain(playlist(FIRST - 1, 1)));

        assertThat(rules()).contains("O5");
    }

    @Test
    void aWindowThatShrinksTooFarIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var whole = ScriptedLive.parsed(playlist(FIRST, 2));
        var small =
                whole.toBuilder()
                        .mediaSequence(FIRST - 2)
                        .segments(whole.segments().subList(18, 20))
                        .build();
        survey.playlist(server.plain(ScriptedLive.text(small)));

        assertThat(rules()).contains("O6");
    }

    @Test
    void aBlockingRequestThatIsRefusedEarlyIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var asked = new LiveAnswer.Asked(OptionalLong.of(FIRST), OptionalLong.of(1), false);
        survey.playlist(server.answer(asked, 503, 1000, ""));

        assertThat(rules()).containsExactly("O13");
    }

    @Test
    void aBlockingRequestMayBeRefusedAfterThreeTargetDurations() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var asked = new LiveAnswer.Asked(OptionalLong.of(FIRST), OptionalLong.of(1), false);
        survey.playlist(server.answer(asked, 503, 6000, ""));

        assertThat(survey.report().breaches()).isEmpty();
        assertThat(survey.report().notes()).hasSize(1);
    }

    @Test
    void aRenditionThatIsNotReportedOnIsFound() {
        survey.multivariant(
                new LiveAnswer(
                        "http://server/live/a/index.m3u8",
                        LiveAnswer.Asked.PLAIN,
                        200,
                        """
                        #EXTM3U
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",DEFAULT=YES,AUTOSELECT=YES,URI="audio-1/index.m3u8"
                        #EXT-X-STREAM-INF:BANDWIDTH=1000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=30,AUDIO="a"
                        video-1/index.m3u8
                        """
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Map.of(),
                        0,
                        0,
                        0));
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(
                server.plain(
                        playlist(FIRST, 2)
                                + "#EXT-X-RENDITION-REPORT:URI=\"../audio-1/index.m3u8\",LAST-MSN=30,LAST-PART=1\n"));

        assertThat(rules()).containsExactly("O17");
        assertThat(survey.report().breaches()).hasSize(1);
    }

    @Test
    void aStreamWithoutPartsIsNotLowLatency() {
        survey.playlist(
                server.plain(
                        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:2,\n1.ts\n"));

        assertThat(rules()).containsExactly("O11", "O13");
    }
}
