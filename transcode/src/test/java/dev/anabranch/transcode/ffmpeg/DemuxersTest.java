package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemuxersTest {

    @Test
    void noneMakesFfmpegOpenOtherFilesOrAddresses() {
        assertThat(Demuxers.LIVE_LIST.split(","))
                .doesNotContain("hls", "concat", "dash", "image2", "sdp", "lavfi", "tty", "imf");
    }
}
