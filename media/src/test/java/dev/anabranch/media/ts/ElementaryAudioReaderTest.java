package dev.anabranch.media.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementaryAudioReaderTest {

    @ParameterizedTest
    @CsvSource({
        "sample.ac3, ac-3, 48000, 8",
        "bear_vbr_xing.mp3, mp4a.40.34, 48000, 117",
        "bbb_aac_lc_8khz.aac, mp4a.40.3, 8000, 25"
    })
    void indexesEveryWholeFrame(String name, String codec, long rate, int frames) throws Exception {
        var track = ElementaryAudioReader.read(ByteSource.of(Samples.bytes(name)));

        assertThat(track.track().codec().codecString()).isEqualTo(codec);
        assertThat(track.track().timescale().ticksPerSecond()).isEqualTo(rate);
        assertThat(track.samples().count()).isEqualTo(frames);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample.ac3", "bear_vbr_xing.mp3", "bbb_aac_lc_8khz.aac"})
    void packedAudioIsTheSameFramesBehindATimestamp(String name) throws Exception {
        var source = ByteSource.of(Samples.bytes(name));
        var track = ElementaryAudioReader.read(source);
        var packed = pack(track.samples().count(), source);

        assertThat(TimestampTag.read(ByteBuffer.wrap(packed))).hasValue(900_000);
        var again = ElementaryAudioReader.read(ByteSource.of(packed));
        assertThat(again.samples().count()).isEqualTo(track.samples().count());
        assertThat(again.configurations()).isEqualTo(track.configurations());
        for (int i = 0; i < again.samples().count(); i++) {
            var one = track.samples().cursor(i);
            var other = again.samples().cursor(i);
            assertThat(ByteSource.of(packed).read(other.position(), other.sizeBytes()))
                    .isEqualTo(source.read(one.position(), one.sizeBytes()));
        }
    }

    @Test
    void leavesTagsAndGarbageOut() throws Exception {
        var bytes = Samples.bytes("bbb_aac_lc_8khz.aac");
        var dirty = new ByteArrayOutputStream();
        dirty.writeBytes(TimestampTag.write(1));
        dirty.writeBytes(TimestampTag.write(2));
        dirty.writeBytes(bytes);
        dirty.writeBytes(new byte[500]);
        dirty.writeBytes(bytes);

        var track = ElementaryAudioReader.read(ByteSource.of(dirty.toByteArray()));

        assertThat(track.samples().count()).isEqualTo(50);
    }

    @Test
    void refusesWhatIsNoAudio() {
        var bytes = new byte[100_000];
        assertThatThrownBy(() -> ElementaryAudioReader.read(ByteSource.of(bytes)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("frames follow each other");
    }

    @Test
    void survivesTruncationAndRandomBits() throws Exception {
        long seed = 20_261_121;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var name : new String[] {"sample.ac3", "bbb_aac_lc_8khz.aac"}) {
            for (int round = 0; round < 100; round++) {
                var bytes = java.util.Arrays.copyOf(Samples.bytes(name), 13_000 - round * 17);
                for (int i = 0; i < 20; i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                attempt(bytes);
            }
        }
    }

    private static void attempt(byte[] bytes) throws Exception {
        try {
            ElementaryAudioReader.read(ByteSource.of(bytes));
        } catch (MediaFormatException refused) {
            assertThat(refused).hasMessageContaining(" ");
        }
    }

    private static byte[] pack(int frames, ByteSource source) throws Exception {
        var track = MuxedTrack.of(ElementaryAudioReader.read(source), source);
        var muxer = new PackedAudioMuxer(track, Samples.OFFSET);
        var range = new SampleRange(0, frames);
        var out = new ByteArrayOutputStream();
        muxer.write(range, Samples.sink(out));
        assertThat(muxer.sizeBytes(range)).isEqualTo(out.size());
        return out.toByteArray();
    }
}
