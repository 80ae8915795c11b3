package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProtectionTest {

    private static final int MOOF = FragmentedFile.BASE_IS_MOOF;

    @Test
    void namesCodecAndSchemeOfARealFile() throws Exception {
        assertThat(Samples.read("prog_8s_cenc.mp4").tracks())
                .extracting(track -> ((OpaqueConfiguration) track.track().codec()).reason())
                .containsExactly(
                        "H.264 is encrypted (scheme cenc); decrypt it first",
                        "MPEG-4 audio is encrypted (scheme cenc); decrypt it first");
    }

    @Test
    void knowsPiffByItsSchemeBox() {
        assertThat(entry("encv", out -> sinf(out, "avc1", "piff")))
                .isEqualTo("H.264 is encrypted (scheme piff); decrypt it first");
    }

    @Test
    void knowsPiffByItsTrackBoxAlone() {
        var tenc = "8974dbce7be74c5184f97148f9882554" + "00000000000001080000";
        assertThat(entry("avc1", out -> uuid(out, tenc)))
                .isEqualTo("H.264 is encrypted (scheme piff); decrypt it first");
    }

    @Test
    void believesProtectionInAnEntryThatCallsItselfClear() {
        assertThat(entry("avc1", out -> sinf(out, "avc1", "cbcs"))).contains("(scheme cbcs)");
    }

    @Test
    void saysWhenTheSchemeIsNotNamed() {
        assertThat(entry("encv", out -> {})).contains("(scheme unknown)");
        assertThat(entry("drmi", out -> {})).contains("(scheme FairPlay)");
    }

    @Test
    void findsEncryptedSamplesInFragmentsOfAClearEntry() throws Exception {
        assertThat(isProtected(t -> t.out.end(senc(t.out, "senc", "", 2)))).isTrue();
        assertThat(
                        isProtected(t ->
                                t.out.end(
                                        senc(
                                                t.out,
                                                "uuid",
                                                "a2394f525a9b4f14a2446c427c648df4",
                                                2))))
                .isTrue();
    }

    @Test
    void takesFragmentsWithNoEncryptedSampleForClear() throws Exception {
        assertThat(isProtected(t -> t.out.end(senc(t.out, "senc", "", 0)))).isFalse();
        assertThat(isProtected(t -> t.box("senc", 1).box("uuid", 3))).isFalse();
        var other = "6d1d9b0542d544e680e2141daff757b2"; // tfxd of Smooth Streaming
        assertThat(isProtected(t -> t.out.end(senc(t.out, "uuid", other, 2)))).isFalse();
    }

    @Test
    void makesATrackWithEncryptedFragmentsUnusable() throws Exception {
        var init = InitSegment.of(Samples.read("sample.mp4").tracks().getFirst()).toBytes();
        var file = new FragmentedFile();
        file.out.bytes(ByteBuffer.wrap(init));
        file.moof(m ->
                m.traf(t -> {
                    t.tfhd(1, MOOF).tfdt(0).trun(1, 1, 8);
                    t.out.end(senc(t.out, "senc", "", 1));
                }));
        var movie = MovieReader.read(ByteSource.of(file.mdat(10).out.toByteArray()));

        var codec = movie.tracks().getFirst().track().codec();
        assertThat(codec.kind()).isEqualTo(TrackKind.VIDEO);
        assertThat(reason(codec)).contains("H.264 is encrypted", "senc");
        assertThat(movie.tracks().getFirst().samples().count()).isEqualTo(1);
    }

    private static String reason(CodecConfiguration codec) {
        return codec instanceof OpaqueConfiguration opaque ? opaque.reason() : "clear";
    }

    private static boolean isProtected(Consumer<FragmentedFile> more) throws Exception {
        var file =
                new FragmentedFile()
                        .moof(m ->
                                m.traf(t -> {
                                    t.tfhd(1, MOOF).tfdt(0).trun(1, 1, 8);
                                    more.accept(t);
                                }));
        return file.mdat(10).index().protectedTracks().contains(1);
    }

    /// What is said of a visual sample entry with some boxes in it.
    private static String entry(String type, Consumer<BoxWriter> boxes) {
        var out = new BoxWriter(256);
        out.zeros(78);
        boxes.accept(out);
        var payload = new BoxReader(ByteBuffer.wrap(out.toByteArray()), type, 0);
        return reason(SampleEntry.parse(new Box(type, payload), TrackKind.VIDEO, 0).codec());
    }

    private static void sinf(BoxWriter out, String format, String scheme) {
        int at = out.begin("sinf");
        int original = out.begin("frma");
        out.fourCc(format).end(original);
        int schm = out.begin("schm", 0, 0);
        out.fourCc(scheme).u32(0x1_0000).end(schm);
        out.end(at);
    }

    private static void uuid(BoxWriter out, String hex) {
        int at = out.begin("uuid");
        out.bytes(ByteBuffer.wrap(HexFormat.of().parseHex(hex))).end(at);
    }

    private static int senc(BoxWriter out, String type, String uuid, int samples) {
        int at = out.begin(type);
        out.bytes(ByteBuffer.wrap(HexFormat.of().parseHex(uuid))).u32(0).u32(samples);
        out.zeros(8 * samples);
        return at;
    }
}
