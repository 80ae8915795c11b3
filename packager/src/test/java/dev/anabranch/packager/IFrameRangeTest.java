package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The byte range an I-frame playlist gives of a transport stream segment holds the whole picture.
class IFrameRangeTest {

    private static final int PACKET_BYTES = 188;
    private static final int VIDEO_PID = 0x100;

    @ParameterizedTest
    @ValueSource(strings = {Samples.BUNNY, Samples.LONG, Samples.LATE_VIDEO})
    void holdsEveryPacketOfTheFirstPicture(String sample) throws Exception {
        try (var presentation = Samples.packager(sample).transportStream().open()) {
            var video = presentation.renditions().getFirst();
            for (int n = 0; n < video.times().count(); n++) {
                var segment =
                        RuleRowsTest.bytes(presentation, video.name() + "/" + video.segmentFile(n));
                long end = endOfFirstPicture(segment);
                assertThat(video.segmenter().firstPictureBytes(n))
                        .as("segment %d", n)
                        .isBetween(end, (long) segment.length);
            }
        }
    }

    /// Where the last packet of the first PES packet of the picture's PID ends; 0 without one.
    private static long endOfFirstPicture(byte[] segment) {
        long end = 0;
        int starts = 0;
        for (int at = 0; at < segment.length; at += PACKET_BYTES) {
            int pid = (segment[at + 1] & 0x1F) << 8 | segment[at + 2] & 0xFF;
            boolean hasPayload = (segment[at + 3] & 0x10) != 0;
            if (pid != VIDEO_PID || !hasPayload) {
                continue;
            }
            starts += (segment[at + 1] & 0x40) != 0 ? 1 : 0;
            if (starts == 1) {
                end = at + PACKET_BYTES;
            }
        }
        return end;
    }
}
