package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Small streams made by hand, whole and broken.
class FlvReaderTest {

    private static final byte[] HEADER = {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};

    /// AudioSpecificConfig of AAC-LC, 48 kHz, stereo.
    private static final byte[] AAC_CONFIGURATION = {(byte) 0xAF, 0, 0x11, (byte) 0x90};

    private static byte[] tag(int type, long millis, byte... body) {
        var tag = ByteBuffer.allocate(11 + body.length + 4);
        tag.put((byte) type);
        tag.put((byte) (body.length >> 16)).putShort((short) body.length);
        tag.put((byte) (millis >> 16)).putShort((short) millis).put((byte) (millis >> 24));
        tag.put(new byte[3]).put(body).putInt(11 + body.length);
        return tag.array();
    }

    private static FlvReader reader(byte[]... pieces) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(HEADER);
        for (var piece : pieces) {
            all.writeBytes(piece);
        }
        return new FlvReader(new ByteArrayInputStream(all.toByteArray()));
    }

    private static List<MediaFeed.Event> all(FlvReader reader) throws Exception {
        var events = new ArrayList<MediaFeed.Event>();
        do {
            events.add(reader.next());
        } while (!(events.getLast() instanceof MediaFeed.End));
        return events;
    }

    @Test
    void soundComesWithItsTrackAndItsTime() throws Exception {
        var events =
                all(
                        reader(
                                tag(18, 0, (byte) 2),
                                tag(8, 0, AAC_CONFIGURATION),
                                tag(8, 1000, (byte) 0xAF, (byte) 1, (byte) 0x21, (byte) 0x22)));

        assertThat(events).hasSize(3);
        assertThat(events.get(0)).isInstanceOf(MediaFeed.Described.class);
        var frame = ((MediaFeed.Sample) events.get(1)).frame();
        assertThat(frame.dtsTicks()).isEqualTo(48_000);
        assertThat(frame.payload().bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                .containsExactly(0x21, 0x22);
    }

    @Test
    void timesBeyondTwentyFourBitsAreRead() throws Exception {
        long day = 86_400_000;
        var events =
                all(
                        reader(
                                tag(8, day, AAC_CONFIGURATION),
                                tag(8, day, (byte) 0xAF, (byte) 1, (byte) 0x21)));

        assertThat(((MediaFeed.Sample) events.get(1)).frame().dtsTicks()).isEqualTo(48 * day);
    }

    @Test
    void aTagThatIsCutShortIsTheEnd() throws Exception {
        var cut = java.util.Arrays.copyOf(tag(8, 0, AAC_CONFIGURATION), 13);

        assertThat(all(reader(cut))).containsExactly(new MediaFeed.End());
    }

    @Test
    void afterATagThatCannotBeReadItGoesOn() throws Exception {
        var reader =
                reader(tag(9, 0, (byte) 0x12, (byte) 0, (byte) 0), tag(8, 0, AAC_CONFIGURATION));

        assertThatThrownBy(reader::next).isInstanceOf(MediaFormatException.class);
        assertThat(reader.next()).isInstanceOf(MediaFeed.Described.class);
    }

    @Test
    void whatIsNoFlvIsRefused() {
        var reader =
                new FlvReader(
                        new ByteArrayInputStream("#EXTM3U\n#".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(reader::next)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("not FLV");
    }

    @Test
    void aTagAboveTheLimitIsRefusedBeforeItIsRead() {
        var head = tag(9, 0);
        head[1] = (byte) 0xFF;

        assertThatThrownBy(() -> reader(head).next())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("tag size");
    }
}
