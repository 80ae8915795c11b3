package dev.anabranch.packager.check;

import static dev.anabranch.packager.check.ScriptedLive.delta;
import static dev.anabranch.packager.check.ScriptedLive.playlist;
import static dev.anabranch.packager.check.ScriptedLive.replaced;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows O4 to O17 of the origin requirements: for each check a breach that is planted, and how
/// grave it is.
class LiveSurveyRowsTest {

    private static final int FIRST = 30;

    private final LiveSurvey survey = new LiveSurvey(true);
    private final ScriptedLive server = new ScriptedLive();

    /// Row O4: the next part comes within one PART-TARGET, here 0.5 s; the next segment within one
    /// and a half target durations, here 3 s. What is late by less than that again may be the
    /// network's fault.
    @ParameterizedTest
    @CsvSource({
        "1, 740, ",
        "1, 800, SHOULD",
        "1, 1240, SHOULD",
        "1, 1300, MUST",
        ", 3200, ",
        ", 3300, SHOULD",
        ", 6300, MUST"
    })
    void anAnswerThatComesLateIsFound(Integer part, long millis, String severity) {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var index = part == null ? OptionalLong.empty() : OptionalLong.of(part);
        var asked = new LiveAnswer.Asked(OptionalLong.of(FIRST), index, false);
        int parts = part == null ? 0 : part + 1;
        long msn = part == null ? FIRST + 1 : FIRST;
        survey.playlist(server.answer(asked, 200, millis, playlist(msn, parts)));

        assertThat(found()).isEqualTo(severity == null ? List.of() : List.of("O4 " + severity));
    }

    /// The last part before a break is sent when the source is back: until then nobody could know
    /// that it was the last.
    @Test
    void theLastPartBeforeABreakIsNotLate() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var asked = new LiveAnswer.Asked(OptionalLong.of(FIRST), OptionalLong.of(1), false);
        survey.playlist(server.answer(asked, 200, 1400, playlist(FIRST, 2)));
        var open = "#EXT-X-PART:DURATION=0.50000,URI=\"31.0";
        survey.playlist(
                server.blocking(
                        FIRST + 1,
                        0,
                        false,
                        replaced(playlist(FIRST + 1, 1), open, "#EXT-X-DISCONTINUITY\n" + open)));

        assertThat(rules()).doesNotContain("O4");
    }

    /// Row O8: parts SHOULD go when all of their segment is three target durations from the end,
    /// and MUST NOT before.
    @ParameterizedTest
    @CsvSource({"29, O8 MUST", "28, O8 MUST", "27, "})
    void partsThatAreGoneTooEarlyAreFound(long msn, String finding) {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(server.plain(without(msn, playlist(FIRST, 2))));

        assertThat(found()).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    private static String without(long msn, String playlist) {
        return replaced(
                playlist, "#EXT-X-PART:[^\n]*URI=\"%d[.][0-9].m4s[^\n]*\n".formatted(msn), "");
    }

    /// Row O8 again.
    @Test
    void partsThatStayTooLongAreFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var old =
                replaced(
                        playlist(FIRST, 2),
                        "#EXTINF:2.00000,\n26",
                        "#EXT-X-PART:DURATION=2.00000,URI=\"26.0.m4s\",INDEPENDENT=YES\n#EXTINF:2.00000,\n26");
        survey.playlist(server.plain(replaced(old, "PART-TARGET=0.5", "PART-TARGET=2.0")));

        assertThat(found()).contains("O8 SHOULD");
    }

    /// Row O8: they can be had for three target durations more.
    @Test
    void aPartThatCannotBeHadAfterItsRemovalIsFound() {
        survey.removed(ScriptedLive.ADDRESS, gone("27.0.m4s"), true);

        assertThat(found()).containsExactly("O8 MUST");
    }

    /// Row O9.
    @Test
    void aVodPlaylistThatGrowsIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(
                server.plain(
                        replaced(
                                playlist(FIRST, 2),
                                "#EXT-X-TARGETDURATION:2\n",
                                "#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n")));

        assertThat(rules()).contains("O9");
    }

    /// Row O5, second half: a discontinuity that left counts for ever.
    @Test
    void aDiscontinuityThatIsForgottenIsFound() {
        var first = playlist(FIRST, 1);
        survey.playlist(
                server.plain(
                        replaced(
                                first,
                                "(#EXT-X-PROGRAM-DATE-TIME:[^\n]*\n#EXTINF:2.00000,\n10)",
                                "#EXT-X-DISCONTINUITY\n$1")));
        survey.playlist(server.plain(playlist(FIRST + 1, 1)));

        assertThat(rules()).contains("O5");
    }

    /// Row O6, A 8.11: six segments at least, however long they are.
    @Test
    void aWindowOfFewerThanSixSegmentsIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        var whole = ScriptedLive.parsed(playlist(FIRST, 2));
        var small =
                whole.toBuilder()
                        .mediaSequence(FIRST - 5)
                        .segments(whole.segments().subList(15, 20))
                        .build();
        survey.playlist(server.plain(ScriptedLive.text(small)));

        assertThat(found()).containsOnly("O6 MUST");
    }

    /// Row O12: PART-HOLD-BACK is there, and three part targets at least.
    @ParameterizedTest
    @ValueSource(strings = {"PART-HOLD-BACK=0.9", "CAN-SKIP-UNTIL=11.0"})
    void aServerControlThatIsTooShortIsFound(String attribute) {
        var name = attribute.replaceAll("=.*", "=[0-9.]*");
        survey.playlist(server.plain(replaced(playlist(FIRST, 1), name, attribute)));

        assertThat(rules()).containsExactly("O12");
    }

    /// Row O11, in a playlist that is served.
    @Test
    void aPartThatIsTooLongOrTooShortIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(
                server.plain(
                        replaced(
                                playlist(FIRST, 3),
                                "DURATION=0.50000,URI=\"30.1.m4s\"",
                                "DURATION=0.51000,URI=\"30.1.m4s\"")));
        assertThat(found()).containsExactly("O11 MUST");

        survey.playlist(
                server.plain(
                        replaced(
                                playlist(FIRST, 4),
                                "DURATION=0.50000,URI=\"30.2.m4s\"",
                                "DURATION=0.42000,URI=\"30.2.m4s\"")));
        assertThat(survey.report().breaches())
                .extracting(Breach::text)
                .anyMatch(text -> text.contains("below 85 %"));
    }

    /// Row O13: a part past the end of its segment is the first of the next.
    @Test
    void aPartPastTheEndOfItsSegmentThatIsAnsweredBeforeTheNextIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 4)));
        survey.playlist(server.blocking(FIRST, 4, false, playlist(FIRST + 1, 0)));
        assertThat(found()).containsExactly("O13 MUST");
    }

    /// Row O14.
    @ParameterizedTest
    @CsvSource({"200, O14 SHOULD", "503, O14 MUST", "400, "})
    void aDirectiveThatIsTooFarAheadAndNotRefusedIsFound(int status, String finding) {
        var asked = new LiveAnswer.Asked(OptionalLong.of(FIRST + 4), OptionalLong.empty(), false);
        survey.refusal("O14", server.answer(asked, status, 1, ""), "too far", 400);

        assertThat(found()).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    /// Row O15: a server that offers to skip does.
    @Test
    void aServerThatNeverSkipsIsFound() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        survey.playlist(server.blocking(FIRST, 1, true, playlist(FIRST, 2)));

        assertThat(found()).containsExactly("O15 SHOULD");
    }

    /// Row O17: low latency needs the wall clock.
    @Test
    void aPlaylistWithoutTheWallClockIsFound() {
        var blind = "#EXT-X-PROGRAM-DATE-TIME:[^\n]*\n";
        survey.playlist(server.plain(replaced(playlist(FIRST, 1), blind, "")));
        survey.playlist(server.plain(replaced(playlist(FIRST, 2), blind, "")));

        assertThat(found()).containsExactly("O17 MUST");
    }

    /// Row O16: what takes as long again comes over a slow network.
    @ParameterizedTest
    @CsvSource({"90, , ", "450, , O16 SHOULD", "450, 400, O16 SHOULD", "450, 20, O16 MUST"})
    void aHintedPartThatTricklesInIsFound(long millis, Long again, String finding) {
        survey.hinted(
                ScriptedLive.ADDRESS,
                part(200, millis),
                Optional.ofNullable(again).map(time -> part(200, time)));

        assertThat(found()).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @Test
    void aHintThatCannotBeHadThoughItIsListedIsFound() {
        survey.hinted(ScriptedLive.ADDRESS, part(404, 1), Optional.empty());

        assertThat(found()).containsExactly("O16 MUST");
    }

    @Test
    void aHintWhoseSourceStaysAwayIsNotedOnly() {
        survey.hinted(ScriptedLive.ADDRESS, part(503, 1), Optional.empty());

        assertThat(found()).containsExactly("O16 SHOULD");
    }

    @Test
    void aHintThatIsThereAndNeverListedIsFound() {
        survey.voided(ScriptedLive.ADDRESS, part(404, 1));
        assertThat(found()).isEmpty();

        survey.voided(ScriptedLive.ADDRESS, part(200, 1));
        assertThat(found()).containsExactly("O16 SHOULD");
    }

    @Test
    void aPartThatNeverWasAndIsAnsweredIsFound() {
        survey.refusal("O16", part(200, 1), "a part that never was", 404);

        assertThat(found()).containsExactly("O16 MUST");
    }

    private static LiveAnswer part(int status, long transferMillis) {
        return new LiveAnswer(
                "http://server/live/a/video-1/30.2.m4s",
                LiveAnswer.Asked.PLAIN,
                status,
                new byte[9],
                Map.of(),
                0,
                1,
                1 + transferMillis * 1_000_000);
    }

    /// Row O7.
    @Test
    void aSegmentThatIsGoneTooEarlyIsFound() {
        survey.removed(ScriptedLive.ADDRESS, gone("9.m4s"), false);

        assertThat(found()).containsExactly("O7 MUST");
    }

    private static LiveAnswer gone(String file) {
        return new LiveAnswer(
                "http://server/live/a/video-1/" + file,
                LiveAnswer.Asked.PLAIN,
                404,
                new byte[0],
                Map.of(),
                0,
                1,
                2);
    }

    /// What was not looked at is not right.
    @Test
    void howMuchWasLookedAtIsTold() {
        survey.playlist(server.plain(playlist(FIRST, 1)));
        for (int part = 1; part < 4; part++) {
            survey.playlist(server.blocking(FIRST, part, true, delta(FIRST, part + 1)));
        }

        var tally = survey.tallies().get(ScriptedLive.ADDRESS);
        assertThat(tally.versions()).isEqualTo(4);
        assertThat(tally.blocking()).isEqualTo(3);
        assertThat(tally.deltas()).isEqualTo(3);
        assertThat(tally.pieces()).isZero();
        assertThat(tally.longestPauseNanos()).isEqualTo(500_000_000L);
    }

    private List<String> found() {
        return survey.report().breaches().stream()
                .map(breach -> breach.rule() + " " + breach.severity())
                .distinct()
                .toList();
    }

    private List<String> rules() {
        return survey.report().breaches().stream().map(Breach::rule).distinct().toList();
    }
}
