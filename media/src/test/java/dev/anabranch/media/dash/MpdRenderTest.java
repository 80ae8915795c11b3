package dev.anabranch.media.dash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MpdRenderTest {

    @Test
    void rendersStaticPresentationWithTimeline() {
        assertThat(presentation().render())
                .isEqualTo(
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="static" mediaPresentationDuration="PT10.5S" minBufferTime="PT4S">
                          <Period id="0" start="PT0S">
                            <AdaptationSet id="1" contentType="video" segmentAlignment="true" mimeType="video/mp4">
                              <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                              <SegmentTemplate timescale="90000" media="$RepresentationID$/$Number$.m4s" initialization="$RepresentationID$/init.mp4" startNumber="1">
                                <SegmentTimeline>
                                  <S t="0" d="360000" r="1"/>
                                  <S d="225000"/>
                                </SegmentTimeline>
                              </SegmentTemplate>
                              <Representation id="720p" bandwidth="2500000" codecs="avc1.64001f" width="1280" height="720" frameRate="30000/1001"/>
                            </AdaptationSet>
                          </Period>
                        </MPD>
                        """);
    }

    @Test
    void readsBackWhatItRendered() throws Exception {
        var mpd = presentation();
        assertThat(Mpd.parse(mpd.render(), Strictness.STRICT)).isEqualTo(mpd);
    }

    static Mpd presentation() {
        var template =
                SegmentTemplate.of(
                        "$RepresentationID$/init.mp4",
                        "$RepresentationID$/$Number$.m4s",
                        MultipleSegments.of(1, SegmentTimeline.of(0, 360_000, 360_000, 225_000)),
                        SegmentBase.of(90_000, 0));
        var video =
                Common.builder()
                        .codecs("avc1.64001f")
                        .width(1280)
                        .height(720)
                        .frameRate(new Rational(30_000, 1001))
                        .build();
        var set =
                AdaptationSet.builder()
                        .id(1)
                        .contentType("video")
                        .segmentAlignment(true)
                        .common(Common.builder().mimeType("video/mp4").build())
                        .roles(List.of(Descriptor.of(Descriptor.ROLE, "main")))
                        .segments(SegmentInformation.of(template))
                        .representations(
                                List.of(
                                        Representation.builder()
                                                .id("720p")
                                                .bandwidth(2_500_000)
                                                .common(video)
                                                .build()))
                        .build();
        return Mpd.builder()
                .profiles("urn:mpeg:dash:profile:isoff-live:2011")
                .mediaPresentationDuration(Duration.ofMillis(10_500))
                .minBufferTime(Duration.ofSeconds(4))
                .periods(
                        List.of(
                                Period.builder()
                                        .id("0")
                                        .start(Duration.ZERO)
                                        .adaptationSets(List.of(set))
                                        .build()))
                .build();
    }
}
