package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveTargetTest {

    @Test
    void eachAddressIsOneThing() {
        assertThat(LiveTarget.parse("index.m3u8")).isEqualTo(LiveTarget.Whole.MULTIVARIANT);
        assertThat(LiveTarget.parse("ts.m3u8")).isEqualTo(LiveTarget.Whole.TRANSPORT_MULTIVARIANT);
        assertThat(LiveTarget.parse("manifest.mpd")).isEqualTo(LiveTarget.Whole.MANIFEST);
        assertThat(LiveTarget.parse("report.json")).isEqualTo(LiveTarget.Whole.REPORT);
        assertThat(LiveTarget.parse("video-1/index.m3u8")).isEqualTo(of(new LiveTarget.Playlist()));
        assertThat(LiveTarget.parse("video-1/init-12.mp4")).isEqualTo(of(new LiveTarget.Init(12)));
        assertThat(LiveTarget.parse("video-1/0.m4s"))
                .isEqualTo(of(new LiveTarget.Segment(0, false)));
        assertThat(LiveTarget.parse("video-1/31.ts"))
                .isEqualTo(of(new LiveTarget.Segment(31, true)));
        assertThat(LiveTarget.parse("video-1/31.4.m4s")).isEqualTo(of(new LiveTarget.Part(31, 4)));
    }

    @Test
    void whatIsWrittenOtherwiseIsNothing() {
        for (var path :
                new String[] {
                    "",
                    "/",
                    "index.m3u",
                    "video-1",
                    "video-1/",
                    "video-1/index.m3u8x",
                    "video-1/init-.mp4",
                    "video-1/init-1.m4s",
                    "video-1/init-1.mp4.mp4",
                    "video-1/01.m4s",
                    "video-1/1.01.m4s",
                    "video-1/1..m4s",
                    "video-1/.1.m4s",
                    "video-1/.m4s",
                    "video-1/-1.m4s",
                    "video-1/1.2.3.m4s",
                    "video-1/1.2.ts",
                    "video-1/9999999999999999.m4s",
                    "video-1/1.9999999999999999.m4s",
                    "video-1/../1.m4s"
                }) {
            assertThat(LiveTarget.parse(path)).as(path).isNull();
        }
    }

    private static LiveTarget of(LiveTarget.Wanted wanted) {
        return new LiveTarget.OfRendition("video-1", wanted);
    }
}
