package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tags by their bytes, as Enhanced RTMP v2 and FLV 10.1 lay them out.
class TagTest {

    private static final String AVC1 = "61766331";
    private static final String HVC1 = "68766331";
    private static final String AV01 = "61763031";
    private static final String OPUS = "4f707573";
    private static final String MP4A = "6d703461";

    @Test
    void legacyVideoHasItsCompositionTimeSigned() throws MediaFormatException {
        assertThat(video("17 00 000000 0164"))
                .containsExactly(part(TagPart.Content.CONFIGURATION, FourCc.AVC, 5, 2));
        assertThat(video("27 01 ffffd8 aabbcc").getFirst())
                .isEqualTo(new TagPart(TagPart.Content.FRAME, FourCc.AVC, 0, false, -40, 0, 5, 3));
        assertThat(video("1c 01 000028 aa").getFirst().codec()).isEqualTo(FourCc.HEVC);
        assertThat(video("17 02 000000").getFirst().content()).isEqualTo(TagPart.Content.END);
    }

    @Test
    void codedFramesOfNalCodecsHaveACompositionTimeAndCodedFramesXHaveNone()
            throws MediaFormatException {
        var timed = video("91" + HVC1 + "000028" + "aabb").getFirst();
        assertThat(timed.compositionMillis()).isEqualTo(40);
        assertThat(timed.offset()).isEqualTo(8);
        assertThat(timed.isKeyframe()).isTrue();
        var plain = video("a3" + AVC1 + "aabb").getFirst();
        assertThat(plain.compositionMillis()).isZero();
        assertThat(plain.offset()).isEqualTo(5);
        assertThat(plain.isKeyframe()).isFalse();
        var units = video("91" + AV01 + "aabb").getFirst();
        assertThat(units.offset()).isEqualTo(5);
        assertThat(units.sizeBytes()).isEqualTo(2);
    }

    @Test
    void modExTellsNanosecondsAndMayRepeat() throws MediaFormatException {
        // 3 bytes of offset, then a type that nobody knows, then coded frames X.
        var hex = "97" + "02 07a120 07" + "00 ff f3" + HVC1 + "aa";
        var part = video(hex).getFirst();
        assertThat(part.offsetNanos()).isEqualTo(500_000);
        assertThat(part.content()).isEqualTo(TagPart.Content.FRAME);
        assertThat(part.sizeBytes()).isEqualTo(1);
        assertThatThrownBy(() -> video("97" + "00 00 07".repeat(9) + HVC1))
                .hasMessageContaining("number of ModEx");
    }

    @Test
    void modExOf256BytesHasALongLength() throws MediaFormatException {
        var hex = "97" + "ff 00ff" + "00".repeat(256) + "f3" + HVC1 + "aa";
        assertThat(video(hex)).hasSize(1);
    }

    @Test
    void multitrackHasThreeForms() throws MediaFormatException {
        // One track.
        assertThat(video("96" + "03" + HVC1 + "05" + "aabb"))
                .containsExactly(
                        new TagPart(TagPart.Content.FRAME, FourCc.HEVC, 5, true, 0, 0, 7, 2));
        // Many tracks of one codec.
        assertThat(video("96" + "13" + AVC1 + "00 000001 aa" + "01 000002 bbcc"))
                .extracting(TagPart::track, TagPart::offset, TagPart::sizeBytes)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, 10, 1),
                        org.assertj.core.groups.Tuple.tuple(1, 15, 2));
        // Many tracks of many codecs.
        assertThat(video("96" + "20" + AVC1 + "00 000001 aa" + HVC1 + "02 000001 bb"))
                .extracting(TagPart::codec, TagPart::track, TagPart::content)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                FourCc.AVC, 0, TagPart.Content.CONFIGURATION),
                        org.assertj.core.groups.Tuple.tuple(
                                FourCc.HEVC, 2, TagPart.Content.CONFIGURATION));
    }

    @Test
    void multitrackOfSoundToo() throws MediaFormatException {
        assertThat(audio("95" + "11" + OPUS + "00 000001 aa" + "01 000001 bb"))
                .extracting(TagPart::codec, TagPart::track)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FourCc.OPUS, 0),
                        org.assertj.core.groups.Tuple.tuple(FourCc.OPUS, 1));
    }

    @Test
    void aTrackLongerThanTheMessageIsMalformed() {
        assertThatThrownBy(() -> video("96" + "13" + AVC1 + "00 0000ff aa"))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("255 bytes wanted");
        // The composition time would lie in the next track.
        assertThatThrownBy(() -> video("96" + "11" + AVC1 + "00 000001 aa" + "01 000004 00000000"))
                .hasMessageContaining("a track ends inside its header");
        assertThatThrownBy(() -> video("96" + "06" + AVC1 + "00"))
                .hasMessageContaining("multitrack inside multitrack");
    }

    @Test
    void commandsAndMetadataHaveNoFrames() throws MediaFormatException {
        assertThat(video("d0 00")).isEmpty();
        assertThat(video("57 00")).isEmpty();
        assertThat(video("94" + HVC1 + "02").getFirst().content())
                .isEqualTo(TagPart.Content.METADATA);
    }

    @Test
    void legacySound() throws MediaFormatException {
        assertThat(audio("af 00 1210"))
                .containsExactly(part(TagPart.Content.CONFIGURATION, FourCc.AAC, 2, 2));
        assertThat(audio("af 01 aabbcc"))
                .containsExactly(part(TagPart.Content.FRAME, FourCc.AAC, 2, 3));
        assertThat(audio("2f fffb")).containsExactly(part(TagPart.Content.FRAME, FourCc.MP3, 1, 2));
        assertThat(audio("af 01")).as("silence").isEmpty();
    }

    @Test
    void enhancedSound() throws MediaFormatException {
        assertThat(audio("90" + MP4A + "1210"))
                .containsExactly(part(TagPart.Content.CONFIGURATION, FourCc.AAC, 5, 2));
        assertThat(audio("94" + MP4A + "0002")).as("where loudspeakers stand").isEmpty();
    }

    @Test
    void whatWeDoNotDoIsUnsupportedNotMalformed() {
        for (var hex : List.of("12 00", "97 00 00 fa" + HVC1, "91 78787878 00", "96 31" + AVC1)) {
            assertThatThrownBy(() -> video(hex))
                    .isInstanceOfSatisfying(
                            MediaFormatException.class,
                            e ->
                                    assertThat(e.fault())
                                            .isEqualTo(MediaFormatException.Fault.UNSUPPORTED));
        }
        assertThatThrownBy(() -> audio("bf 00")).hasMessageContaining("sound format 11");
    }

    private static TagPart part(TagPart.Content content, FourCc codec, int offset, int size) {
        return new TagPart(content, codec, 0, true, 0, 0, offset, size);
    }

    private static List<TagPart> video(String hex) throws MediaFormatException {
        return VideoTag.read(bytes(hex));
    }

    private static List<TagPart> audio(String hex) throws MediaFormatException {
        return AudioTag.read(bytes(hex));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
