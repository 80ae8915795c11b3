package dev.anabranch.media.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.codec.AacConfiguration;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which audio frames share a PES packet: only the first of them has a time of its own.
class AudioGroupTest {

    private static final int FRAME_TICKS = 1024 * 90_000 / 48_000;

    @Test
    void framesThatFollowEachOtherMayShareAPacket() throws Exception {
        var track = track();
        for (int frames = 1; frames < 5; frames++) {
            assertThat(track.follows(frames * FRAME_TICKS, frames)).isTrue();
            assertThat(track.follows(frames * FRAME_TICKS + FRAME_TICKS / 5, frames)).isTrue();
        }
    }

    @Test
    void aFrameAfterAHoleOrTooEarlyBeginsAPacketOfItsOwn() throws Exception {
        var track = track();
        assertThat(track.follows(FRAME_TICKS + 4_000, 1)).isFalse();
        assertThat(track.follows(3 * FRAME_TICKS - FRAME_TICKS / 2, 3)).isFalse();
    }

    private static MuxedTrack track() throws Exception {
        var lowComplexityStereo48k = ByteBuffer.wrap(new byte[] {0x11, (byte) 0x90});
        var codec = AacConfiguration.ofAudioSpecificConfig(lowComplexityStereo48k);
        var samples =
                IntStream.range(0, 5)
                        .mapToObj(i ->
                                new ListedSamples.Sample(i * 1024L, i * 1024L, 1024, 0, 1, true))
                        .toList();
        var indexed =
                new IndexedTrack(
                        new Track(1, new Timescale(48_000), codec, "und", ""),
                        new ListedSamples(samples),
                        List.of(TrackConfiguration.of(codec)),
                        0,
                        -1,
                        0);
        return MuxedTrack.of(indexed, ByteSource.of(new byte[1]));
    }
}
