package dev.anabranch.media.dash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Row O35 of the origin requirements: timelines without gaps, publish time and update period of a
/// dynamic presentation, key identifiers, SCTE 35 events, roles; and what else the rules ask.
class MpdRulesTest {

    private static final String GOOD =
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:cenc="urn:mpeg:cenc:2013" xmlns:s="http://www.scte.org/schemas/35/2016" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="dynamic" availabilityStartTime="2026-01-01T00:00:00Z" publishTime="2026-01-01T00:00:20Z" minimumUpdatePeriod="PT2S" minBufferTime="PT2S" maxSegmentDuration="PT4S">
              <Period id="p" start="PT0S">
                <EventStream schemeIdUri="urn:scte:scte35:2014:xml+bin"><Event><s:Signal><s:Binary>/DAh</s:Binary></s:Signal></Event></EventStream>
                <AdaptationSet id="1" mimeType="video/mp4" segmentAlignment="true">
                  <ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="cenc" cenc:default_KID="30303030-3030-3030-3030-303030303030"/>
                  <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                  <SegmentTemplate timescale="10" media="$RepresentationID$-$Time$.m4s" initialization="$RepresentationID$-init.mp4">
                    <SegmentTimeline><S t="0" d="40" r="1"/><S t="80" d="30"/></SegmentTimeline>
                  </SegmentTemplate>
                  <Representation id="a" bandwidth="100" codecs="avc1.64001f"/>
                  <Representation id="b" bandwidth="200" codecs="avc1.64001f"/>
                </AdaptationSet>
              </Period>
            </MPD>
            """;

    @Test
    void acceptsAGoodManifest() throws Exception {
        assertThat(MpdRules.check(Mpd.parse(GOOD, Strictness.STRICT))).isEmpty();
        assertThat(MpdRules.check(MpdRenderTest.presentation())).isEmpty();
    }

    @ParameterizedTest(name = "row O35: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "timeline-gapless | t=\"80\" | t=\"85\"",
                "timeline-gapless | t=\"80\" | t=\"79\"",
                "timeline-duration | d=\"30\" | d=\"0\"",
                "dynamic-publish-time | publishTime=\"2026-01-01T00:00:20Z\" | ''",
                "dynamic-update-period | minimumUpdatePeriod=\"PT2S\" | ''",
                "dynamic-availability-start | availabilityStartTime=\"2026-01-01T00:00:00Z\" | ''",
                "default-kid | cenc:default_KID=\"30303030-3030-3030-3030-303030303030\" | ''",
                "protection-scheme | value=\"cenc\" | value=\"aes\"",
                "scte35 | /DAh | !!",
                "role | value=\"main\" | value=\"chief\"",
                "role | urn:mpeg:dash:role:2011 | urn:mpeg:DASH:role:2011",
                "mandatory-profiles | profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" | ''",
                "mandatory-min-buffer-time | minBufferTime=\"PT2S\" | ''",
                "mandatory-bandwidth | bandwidth=\"200\" | ''",
                "mandatory-mime-type | mimeType=\"video/mp4\" | ''",
                "mandatory-id | id=\"b\" | id=\"b c\"",
                "unique-id | id=\"b\" | id=\"a\"",
                "codecs | codecs=\"avc1.64001f\" | ''",
                "max-segment-duration | maxSegmentDuration=\"PT4S\" | maxSegmentDuration=\"PT3.9S\"",
                "template | $Time$ | $Tyme$",
                "addressing | $RepresentationID$-$Time$ | $Time$",
                "addressing | $Time$ | $Time$$Number$",
                "addressing | -init | -$Number$",
                "addressing | timescale=\"10\" | timescale=\"0\"",
                "period-id | <Period id=\"p\" | <Period",
                "static-update-period | type=\"dynamic\" | type=\"static\"",
                "static-duration | type=\"dynamic\" | type=\"static\"",
                "timeline-sum | type=\"dynamic\" | type=\"static\" mediaPresentationDuration=\"PT13.1S\"",
            })
    void reports(String rule, String from, String to) throws Exception {
        assertThat(GOOD).contains(from);
        var mpd = Mpd.parse(GOOD.replace(from, to), Strictness.LENIENT);
        assertThat(MpdRules.check(mpd)).extracting(Breach::rule).contains(rule);
    }

    @Test
    void reportsMisalignedRepresentations() throws Exception {
        var own =
                "<Representation id=\"b\" bandwidth=\"200\" codecs=\"avc1.64001f\"><SegmentTemplate>"
                        + "<SegmentTimeline><S t=\"0\" d=\"39\"/><S d=\"40\"/><S d=\"31\"/>"
                        + "</SegmentTimeline></SegmentTemplate></Representation>";
        var text =
                GOOD.replace(
                        "<Representation id=\"b\" bandwidth=\"200\" codecs=\"avc1.64001f\"/>", own);
        assertThat(MpdRules.check(Mpd.parse(text, Strictness.STRICT)))
                .extracting(Breach::toString)
                .containsExactly(
                        "Period[p]/AdaptationSet[1]/Representation[b]: @segmentAlignment is true, but"
                                + " segment 1 starts elsewhere than in"
                                + " Period[p]/AdaptationSet[1]/Representation[a] (segment-alignment)");
    }

    @Test
    void reportsPeriodsThatDoNotFit() throws Exception {
        var text =
                "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011' profiles='p' minBufferTime='PT1S'"
                        + " mediaPresentationDuration='PT21S'><Period duration='PT10S'/>"
                        + "<Period start='PT9S' duration='PT11S'/></MPD>";
        assertThat(MpdRules.check(Mpd.parse(text, Strictness.STRICT)))
                .extracting(Breach::rule)
                .containsExactly("period-duration", "presentation-duration");
    }

    /// Of two Periods, the first of which says how long it lasts.
    private static List<String> rulesOfPeriods(String attributes, String duration)
            throws Exception {
        var text =
                "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011' profiles='p' minBufferTime='PT1S' %s><Period id='1' start='PT0S' duration='%s'/><Period id='2' start='PT9S' duration='PT5S'/></MPD>"
                        .formatted(attributes, duration);
        return MpdRules.check(Mpd.parse(text, Strictness.STRICT)).stream()
                .map(Breach::rule)
                .toList();
    }

    /// The Early Terminated Period of 5.3.2.1, where only the MPD's updates allow it.
    @Test
    void aLivePeriodMayEndBeforeTheNextBegins() throws Exception {
        var dynamic =
                "type='dynamic' availabilityStartTime='2026-01-01T00:00:00Z' publishTime='2026-01-01T00:00:20Z'";
        var updated = dynamic + " minimumUpdatePeriod='PT2S'";
        assertThat(rulesOfPeriods(updated, "PT7S")).isEmpty();
        assertThat(rulesOfPeriods(updated, "PT9S")).isEmpty();
        assertThat(rulesOfPeriods(updated, "PT9.001S")).containsExactly("period-duration");
        assertThat(rulesOfPeriods(dynamic, "PT7S")).containsExactly("period-duration");
        var fixed = "type='static' mediaPresentationDuration='PT14S'";
        assertThat(rulesOfPeriods(fixed, "PT9S")).isEmpty();
        assertThat(rulesOfPeriods(fixed, "PT7S")).containsExactly("period-duration");
    }

    @Test
    void updateKeepsTheTimeOffsetOfARepresentation() throws Exception {
        var template = "<SegmentTemplate timescale=\"10\"";
        var later = GOOD.replace("00:00:20Z", "00:00:22Z");
        var before =
                Mpd.parse(
                        GOOD.replace(template, template + " presentationTimeOffset=\"20\""),
                        Strictness.STRICT);
        var same = later.replace(template, template + " presentationTimeOffset=\"20\"");
        var moved = later.replace(template, template + " presentationTimeOffset=\"30\"");
        assertThat(MpdRules.checkUpdate(before, Mpd.parse(same, Strictness.STRICT))).isEmpty();
        assertThat(MpdRules.checkUpdate(before, Mpd.parse(moved, Strictness.STRICT)))
                .extracting(Breach::rule)
                .containsExactly("update-time-offset", "update-time-offset");
    }

    @Test
    void publishTimeMovesOnWhenAnythingChanges() throws Exception {
        var before = Mpd.parse(GOOD, Strictness.STRICT);
        var longer = GOOD.replace("d=\"30\"", "d=\"30\" r=\"1\"");
        var silent = Mpd.parse(longer, Strictness.STRICT);
        var told = Mpd.parse(longer.replace("00:00:20Z", "00:00:22Z"), Strictness.STRICT);
        assertThat(MpdRules.checkUpdate(before, before)).isEmpty();
        assertThat(MpdRules.checkUpdate(before, told)).isEmpty();
        assertThat(MpdRules.checkUpdate(before, silent))
                .extracting(Breach::rule)
                .isEqualTo(List.of("update-publish-time"));
    }

    @Test
    void updateKeepsAvailabilityStartAndPeriodStarts() throws Exception {
        var before = Mpd.parse(GOOD, Strictness.STRICT);
        var after =
                GOOD.replace(
                                "publishTime=\"2026-01-01T00:00:20Z",
                                "publishTime=\"2026-01-01T00:01:00Z")
                        .replace("start=\"PT0S\"", "start=\"PT1S\"")
                        .replace("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z");
        assertThat(MpdRules.checkUpdate(before, Mpd.parse(after, Strictness.STRICT)))
                .extracting(Breach::rule)
                .containsExactly("update-availability-start", "update-period-start");
    }
}
