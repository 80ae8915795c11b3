package dev.anabranch.media.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentAddressingTest {

    private static final String MPD_URL = "https://cdn.example/a/b/manifest.mpd";

    @Test
    void timelineGivesNumbersTimesAndAddresses() throws Exception {
        var only = EffectiveRepresentation.of(MpdRenderTest.presentation()).getFirst();
        assertThat(lines(only.segments(MPD_URL)))
                .containsExactly(
                        "1 0+360000 https://cdn.example/a/b/720p/1.m4s",
                        "2 360000+360000 https://cdn.example/a/b/720p/2.m4s",
                        "3 720000+225000 https://cdn.example/a/b/720p/3.m4s");
        assertThat(only.initialization(MPD_URL).orElseThrow().url())
                .isEqualTo("https://cdn.example/a/b/720p/init.mp4");
        assertThat(only.common().mimeType()).contains("video/mp4");
        assertThat(only.common().codecs()).contains("avc1.64001f");
    }

    @Test
    void openRunReachesTheNextRunOrTheEndOfThePeriod() throws Exception {
        var mpd =
                mpd(
                        "PT10S",
                        "<SegmentTemplate timescale='10' media='$Time%05d$-$Number%03d$.m4s'>"
                                + "<SegmentTimeline><S d='20' r='-1'/><S t='45' n='8' d='30' r='-1'/>"
                                + "</SegmentTimeline></SegmentTemplate>");
        assertThat(lines(first(mpd).segments("x/")))
                .containsExactly(
                        "1 0+20 x/00000-001.m4s",
                        "2 20+20 x/00020-002.m4s",
                        "3 40+20 x/00040-003.m4s",
                        "8 45+30 x/00045-008.m4s",
                        "9 75+30 x/00075-009.m4s");
    }

    @Test
    void durationGivesAShorterLastSegmentAndEndNumberStopsIt() throws Exception {
        var open =
                "<SegmentTemplate timescale='10' duration='40' startNumber='0'"
                        + " presentationTimeOffset='100' media='$Number$$$' %s/>";
        assertThat(lines(first(mpd("PT10S", open.formatted(""))).segments("")))
                .containsExactly("0 100+40 0$", "1 140+40 1$", "2 180+20 2$");
        assertThat(lines(first(mpd("PT10S", open.formatted("endNumber='1'"))).segments("")))
                .containsExactly("0 100+40 0$", "1 140+40 1$");
    }

    @Test
    void templateAttributesAreInheritedOneByOne() throws Exception {
        var mpd =
                Mpd.parse(
                        """
                        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT4S">
                          <BaseURL>https://o.example/x/</BaseURL>
                          <Period>
                            <SegmentTemplate timescale="1000" duration="2000" media="$Bandwidth$/$Number$"/>
                            <AdaptationSet mimeType="audio/mp4">
                              <SegmentTemplate startNumber="5"/>
                              <Representation id="a" bandwidth="64000">
                                <BaseURL>../y/?q</BaseURL>
                                <SegmentTemplate initialization="i-$RepresentationID$"/>
                              </Representation>
                            </AdaptationSet>
                          </Period>
                        </MPD>
                        """,
                        Strictness.STRICT);
        assertThat(lines(first(mpd).segments(MPD_URL)))
                .containsExactly(
                        "5 0+2000 https://o.example/y/64000/5",
                        "6 2000+2000 https://o.example/y/64000/6");
        assertThat(first(mpd).initialization(MPD_URL).orElseThrow().url())
                .isEqualTo("https://o.example/y/i-a");
    }

    @Test
    void listTakesRangesOfOneResource() throws Exception {
        var mpd =
                mpd(
                        "PT5S",
                        "<BaseURL>all.mp4</BaseURL><SegmentList duration='2'>"
                                + "<Initialization range='0-99'/><SegmentURL mediaRange='100-199'/>"
                                + "<SegmentURL mediaRange='200-'/></SegmentList>");
        var segments = first(mpd).segments("https://h/");
        assertThat(segments)
                .extracting(Segment::resource)
                .containsExactly(
                        new Resource("https://h/all.mp4", Optional.of(ByteRange.of(100, 199))),
                        new Resource("https://h/all.mp4", ByteRange.parse("200-")));
        assertThat(first(mpd).initialization("https://h/"))
                .contains(new Resource("https://h/all.mp4", Optional.of(ByteRange.of(0, 99))));
    }

    @Test
    void segmentBaseIsOneSegmentThatIsTheWholeResource() throws Exception {
        var mpd =
                mpd(
                        "PT5S",
                        "<BaseURL>v.mp4</BaseURL><SegmentBase timescale='30000' indexRange='862-905'>"
                                + "<Initialization range='0-861'/></SegmentBase>");
        assertThat(lines(first(mpd).segments(""))).containsExactly("1 0+150000 v.mp4");
        assertThat(first(mpd).addressing().base().orElseThrow().indexRange())
                .contains(ByteRange.of(862, 905));
    }

    @Test
    void liveWithoutEndNeedsATime() throws Exception {
        var mpd = mpd("", "<SegmentTemplate duration='2' media='$Number$'/>");
        assertThatThrownBy(() -> first(mpd).segments("")).isInstanceOf(MediaFormatException.class);
        assertThat(first(mpd).segments("", Duration.ofSeconds(7))).hasSize(4);
    }

    @Test
    void refusesMoreThanAMillionSegmentsBeforeMakingThem() throws Exception {
        var atLimit = timeline(TimelineExpansion.MAX_SEGMENTS - 1);
        var above = timeline(TimelineExpansion.MAX_SEGMENTS);
        assertThat(first(atLimit).segments("")).hasSize(TimelineExpansion.MAX_SEGMENTS);
        assertThatThrownBy(() -> first(above).segments("")).hasMessageContaining("segments is");
        assertThatThrownBy(() -> first(timeline(Long.MAX_VALUE)).segments(""))
                .hasMessageContaining("segments is");
    }

    @Test
    void periodsBeginWhereTheOneBeforeEnds() throws Exception {
        var mpd =
                Mpd.parse(
                        "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011' mediaPresentationDuration='PT30S'>"
                                + "<Period duration='PT10S'/><Period/><Period start='PT25S'/></MPD>",
                        Strictness.STRICT);
        assertThat(PeriodSpan.of(mpd))
                .extracting(
                        span -> span.start().orElseThrow() + " " + span.duration().orElseThrow())
                .containsExactly("PT0S PT10S", "PT10S PT15S", "PT25S PT5S");
    }

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /// Ten seconds from the start of the MPD's clock to that of its Period, media times from 100 s.
    private static EffectiveRepresentation live(String template, String timeline) throws Exception {
        return first(
                Mpd.parse(
                        ("<MPD xmlns='urn:mpeg:dash:schema:mpd:2011' type='dynamic'"
                                        + " availabilityStartTime='%s' minimumUpdatePeriod='PT1S'>"
                                        + "<Period start='PT10S'><AdaptationSet>"
                                        + "<Representation id='r' bandwidth='1'>"
                                        + "<SegmentTemplate timescale='10' media='$Number$'"
                                        + " presentationTimeOffset='1000' startNumber='7' %s>"
                                        + "<SegmentTimeline>%s</SegmentTimeline></SegmentTemplate>"
                                        + "</Representation></AdaptationSet></Period></MPD>")
                                .formatted(START, template, timeline),
                        Strictness.STRICT));
    }

    private static final String OPEN = "<S t='1000' d='20' r='1'/><S d='30' r='-1'/>";

    @ParameterizedTest
    @CsvSource({"9,2", "14,2", "16.9,2", "17,3", "19.9,3", "20,4", "110,34"})
    void anOpenRunOfALiveStreamGoesAsFarAsThereAreWholeSegmentsNow(double seconds, int count)
            throws Exception {
        var now = START.plusMillis(Math.round(seconds * 1000));
        assertThat(live("", OPEN).segments("", now)).hasSize(count);
    }

    @Test
    void segmentsOfAnOpenRunGoOnFromTheRunBefore() throws Exception {
        assertThat(lines(live("", OPEN).segments("", START.plusSeconds(20))))
                .containsExactly("7 1000+20 7", "8 1020+20 8", "9 1040+30 9", "10 1070+30 10");
    }

    /// With chunked transfer one may be asked for early, and is not whole.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "availabilityTimeOffset='1',16,3",
                "availabilityTimeOffset='1',15.9,2",
                "availabilityTimeOffset='1' availabilityTimeComplete='false',16.9,2",
                "availabilityTimeOffset='1' availabilityTimeComplete='false',17,3",
                "availabilityTimeOffset='1' availabilityTimeComplete='false',13.9,1"
            })
    void whatCanBeHadEarlyCountsWhereItIsWholeByThen(String template, double seconds, int count)
            throws Exception {
        var now = START.plusMillis(Math.round(seconds * 1000));
        assertThat(live(template, OPEN).segments("", now)).hasSize(count);
    }

    @Test
    void whatATimelineListsOfALiveStreamIsThereWhateverTheClockSays() throws Exception {
        assertThat(live("", "<S t='1000' d='20' r='4'/>").segments("", START)).hasSize(5);
    }

    @Test
    void anOpenRunWithoutAClockOrAnEndIsAnError() throws Exception {
        var now = START.plusSeconds(20);
        assertThatThrownBy(() -> live("", OPEN).segments("")).hasMessageContaining("S@r is -1");
        assertThatThrownBy(() -> live("availabilityTimeOffset='INF'", OPEN).segments("", now))
                .hasMessageContaining("S@r is -1");
        var still =
                "<SegmentTemplate media='$Number$'><SegmentTimeline><S d='2' r='-1'/>"
                        + "</SegmentTimeline></SegmentTemplate>";
        assertThatThrownBy(() -> first(mpd("", still)).segments("", now))
                .hasMessageContaining("S@r is -1");
        assertThat(first(mpd("PT10S", still)).segments("", START)).hasSize(5);
    }

    @Test
    void anOpenRunOfYearsIsRefusedBeforeItIsMade() throws Exception {
        var now = START.plusSeconds(4_000_000);
        assertThatThrownBy(() -> live("", "<S t='1000' d='20' r='-1'/>").segments("", now))
                .hasMessageContaining("segments is");
    }

    private static Mpd timeline(long repeats) throws Exception {
        return mpd(
                "PT10S",
                "<SegmentTemplate media='$Number$'><SegmentTimeline><S d='1' r='%d'/></SegmentTimeline></SegmentTemplate>"
                        .formatted(repeats));
    }

    private static EffectiveRepresentation first(Mpd mpd) {
        return EffectiveRepresentation.of(mpd).getFirst();
    }

    private static Mpd mpd(String duration, String addressing) throws Exception {
        var end = duration.isEmpty() ? "" : " mediaPresentationDuration='" + duration + "'";
        return Mpd.parse(
                "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'"
                        + end
                        + "><Period><AdaptationSet><Representation id='r' bandwidth='1'>"
                        + addressing
                        + "</Representation></AdaptationSet></Period></MPD>",
                Strictness.STRICT);
    }

    private static List<String> lines(List<Segment> segments) {
        return segments.stream()
                .map(s ->
                        "%d %d+%d %s"
                                .formatted(
                                        s.number(),
                                        s.timeTicks(),
                                        s.durationTicks(),
                                        s.resource().url()))
                .toList();
    }
}
