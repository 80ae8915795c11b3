package dev.anabranch.media.mp4;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.TextConfiguration;
import dev.anabranch.media.text.Cue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextTrackTest {

    private static final int SIZE_OF_EACH = 0x200;
    private static final int LASTS = 1000;

    @Test
    void takesPlainTextLiterallyAndPassesOverTheBoxesBehindIt() throws Exception {
        var sample =
                plain("a < b & c --> d\r\n\r\nzweite Zeile ü\u0000", out -> box(out, "styl", 14));
        assertThat(texts("tx3g", sample))
                .containsExactly("a &lt; b &amp; c --&gt; d\nzweite Zeile ü");
    }

    @Test
    void readsUtf16BehindAByteOrderMark() throws Exception {
        assertThat(
                        texts(
                                "tx3g",
                                plain("\uFEFFÜbersicht 字幕".getBytes(UTF_16BE)),
                                plain("\uFEFFsous-titre é".getBytes(UTF_16LE)),
                                plain("\uFEFFmarked".getBytes(UTF_8))))
                .containsExactly("Übersicht 字幕", "sous-titre é", "marked");
    }

    @Test
    void readsQuickTimeTextInTheMacintoshCharacterSet() throws Exception {
        assertThat(texts("text", plain(new byte[] {'c', 'a', 'f', (byte) 0x8E})))
                .containsExactly("café");
    }

    @Test
    void showsNothingWhileASampleIsEmpty() throws Exception {
        var cues =
                cues(
                        "tx3g",
                        "",
                        plain("one".getBytes(UTF_8)),
                        plain(new byte[0]),
                        plain("two".getBytes(UTF_8)));
        assertThat(cues)
                .containsExactly(
                        new Cue("", 0, 1000, "", "one"), new Cue("", 2000, 3000, "", "two"));
    }

    @Test
    void readsCuesWithSettingsAndIdentifiers() throws Exception {
        var sample =
                sample(out -> {
                    cue(out, "vttc", "7", "line:0 align:start", "<i>one</i>");
                    cue(out, "vttx", "", "", "two &amp; more\n\nlines");
                    string(out, "vtta", "NOTE nobody sees this");
                });
        assertThat(cues("wvtt", "WEBVTT", sample(out -> box(out, "vtte", 0)), sample))
                .containsExactly(
                        new Cue("7", 1000, 2000, "line:0 align:start", "<i>one</i>"),
                        new Cue("", 1000, 2000, "", "two &amp; more\nlines"));
    }

    @Test
    void joinsWhatSamplesCut() throws Exception {
        var one = sample(out -> cue(out, "vttc", "", "", "long"));
        var both =
                sample(out -> {
                    cue(out, "vttc", "", "", "long");
                    cue(out, "vttc", "", "", "short");
                });
        var none = sample(out -> box(out, "vtte", 0));
        assertThat(cues("wvtt", "", one, both, one, none, one))
                .containsExactly(
                        new Cue("", 0, 3000, "", "long"),
                        new Cue("", 1000, 2000, "", "short"),
                        new Cue("", 4000, 5000, "", "long"));
    }

    @Test
    void tellsEqualCuesApartByTheirSource() throws Exception {
        var first = sample(out -> cue(out, 1, "again"));
        var second = sample(out -> cue(out, 2, "again"));
        assertThat(cues("wvtt", "", first, second)).hasSize(2);
        assertThat(cues("wvtt", "", first, first)).hasSize(1);
    }

    @Test
    void keepsStyleSheetsAndRegions() throws Exception {
        var header = "WEBVTT\n\nSTYLE\n::cue { color: lime }\n\nREGION\nid:top\n";
        var document =
                read("wvtt", header, 0, sample(out -> cue(out, "vttc", "", "", "x"))).document();
        assertThat(document.render())
                .isEqualTo(
                        "WEBVTT\n\nSTYLE\n::cue { color: lime }\n\nREGION\nid:top\n\n"
                                + "00:00:00.000 --> 00:00:01.000\nx\n");
    }

    @Test
    void cutsOffWhatAnEditListStartsAfter() throws Exception {
        var samples =
                IntStream.range(0, 4)
                        .mapToObj(i -> plain(("text " + i).getBytes(UTF_8)))
                        .toArray(byte[][]::new);
        assertThat(read("tx3g", "", 1500, samples).document().cues())
                .containsExactly(
                        new Cue("", 0, 500, "", "text 1"),
                        new Cue("", 500, 1500, "", "text 2"),
                        new Cue("", 1500, 2500, "", "text 3"));
    }

    @Test
    void leavesABrokenSampleOutWithAWarning() throws Exception {
        var track = read("tx3g", "", 0, plain("good".getBytes(UTF_8)), new byte[] {0, 9, 'x'});
        assertThat(track.document().cues()).hasSize(1);
        assertThat(track.warnings())
                .singleElement()
                .asString()
                .contains("1 samples cannot be read as tx3g", "9 bytes, 1 follow");
    }

    @Test
    void settingsThatWouldEndTheLineAreMended() throws Exception {
        var sample = sample(out -> cue(out, "vttc", "a\nb", "line:0\nalign:start --> x", "t"));
        assertThat(cues("wvtt", "", sample))
                .containsExactly(new Cue("a b", 0, 1000, "line:0 align:start --&gt; x", "t"));
    }

    @Test
    void takesAsManyCuesInASampleAsItsLimit() throws Exception {
        assertThat(cues("wvtt", "", many(WebVttSample.MAX_CUES))).hasSize(WebVttSample.MAX_CUES);
        assertThat(read("wvtt", "", 0, many(WebVttSample.MAX_CUES + 1)).warnings())
                .singleElement()
                .asString()
                .contains("cues in one sample is 1025, the maximum is 1024");
    }

    @Test
    void takesASampleAsLongAsItsLimit() throws Exception {
        var longest =
                plain(
                        "x".getBytes(UTF_8),
                        out -> box(out, "free", TextTrack.MAX_SAMPLE_BYTES - 11));
        assertThat(longest).hasSize(TextTrack.MAX_SAMPLE_BYTES);
        assertThat(texts("tx3g", longest)).containsExactly("x");
        var longer =
                plain(
                        "x".getBytes(UTF_8),
                        out -> box(out, "free", TextTrack.MAX_SAMPLE_BYTES - 10));
        assertThat(read("tx3g", "", 0, longer).warnings())
                .singleElement()
                .asString()
                .contains("sample size is 1048577");
    }

    @Test
    void refusesMoreTextThanAFileOfSubtitlesMayHave() throws Exception {
        var half = new byte[TextTrack.MAX_SAMPLE_BYTES];
        var samples = IntStream.range(0, 33).mapToObj(i -> half).toArray(byte[][]::new);
        assertThatThrownBy(() -> read("tx3g", "", 0, samples))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("the size of subtitles is 34603008, the maximum is 33554432");
    }

    private static byte[] many(int count) {
        return sample(out -> {
            for (int i = 0; i < count; i++) {
                cue(out, i, "x");
            }
        });
    }

    private static List<String> texts(String entry, byte[]... samples) throws Exception {
        return cues(entry, "", samples).stream().map(Cue::text).toList();
    }

    private static List<Cue> cues(String entry, String header, byte[]... samples) throws Exception {
        var track = read(entry, header, 0, samples);
        assertThat(track.warnings()).isEmpty();
        return track.document().cues();
    }

    /// Reads a fragmented movie of samples that last a second each.
    private static TextTrack read(String entry, String header, long editTicks, byte[]... samples)
            throws Exception {
        var bytes = movie(entry, header, editTicks, samples);
        var track = MovieReader.read(ByteSource.of(bytes)).tracks().getFirst();
        assertThat(track.track().codec().sampleEntry()).isEqualTo(entry);
        return TextTrack.read(track, ByteSource.of(bytes));
    }

    private static byte[] movie(String entry, String header, long editTicks, byte[]... samples) {
        var codec = new TextConfiguration("wvtt", "wvtt", header);
        var track = new Track(1, new Timescale(1000), codec, "en", "");
        var edit = editTicks == 0 ? OptionalLong.empty() : OptionalLong.of(editTicks);
        var picture = dev.anabranch.media.ContainerPicture.UNSPECIFIED;
        var init = new InitSegment(track, picture, 0, edit).toBytes();
        var latin = java.nio.charset.StandardCharsets.ISO_8859_1;
        var renamed = new String(init, latin).replace("wvtt", entry).getBytes(latin);
        var file = new FragmentedFile();
        file.out.bytes(renamed);
        var fields = new long[1 + samples.length];
        fields[0] = 8 + 8 + 20 + 20 + 20 + 4L * samples.length + 8;
        for (int i = 0; i < samples.length; i++) {
            fields[1 + i] = samples[i].length;
        }
        file.moof(m ->
                m.traf(t ->
                        t.tfhd(1, FragmentedFile.BASE_IS_MOOF | 8, LASTS)
                                .tfdt(0)
                                .trun(1 | SIZE_OF_EACH, samples.length, fields)));
        int mdat = file.out.begin("mdat");
        for (var sample : samples) {
            file.out.bytes(sample);
        }
        file.out.end(mdat);
        return file.out.toByteArray();
    }

    private static byte[] sample(Consumer<BoxWriter> content) {
        var out = new BoxWriter(64);
        content.accept(out);
        return out.toByteArray();
    }

    private static byte[] plain(byte[] text) {
        return plain(text, out -> {});
    }

    private static byte[] plain(String text, Consumer<BoxWriter> boxes) {
        return plain(text.getBytes(UTF_8), boxes);
    }

    private static byte[] plain(byte[] text, Consumer<BoxWriter> boxes) {
        return sample(out -> {
            out.u16(text.length).bytes(ByteBuffer.wrap(text));
            boxes.accept(out);
        });
    }

    private static void box(BoxWriter out, String type, int bytes) {
        int at = out.begin(type);
        out.zeros(bytes);
        out.end(at);
    }

    private static void cue(BoxWriter out, int source, String text) {
        int at = out.begin("vttc");
        int id = out.begin("vsid");
        out.u32(source).end(id);
        string(out, "payl", text);
        out.end(at);
    }

    private static void cue(
            BoxWriter out, String type, String identifier, String settings, String text) {
        int at = out.begin(type);
        string(out, "iden", identifier);
        string(out, "sttg", settings);
        string(out, "payl", text);
        out.end(at);
    }

    private static void string(BoxWriter out, String type, String text) {
        int at = out.begin(type);
        out.bytes(text.getBytes(UTF_8)).end(at);
    }
}
