package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.Octets;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.TextConfiguration;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitSegmentTest {

    @ParameterizedTest
    @ValueSource(strings = {"sample.mp4", "portrait.mp4", "opus.mp4", "hevc_bframes.mp4"})
    void comesBackAsItWasWritten(String name) throws Exception {
        for (var track : Samples.read(name).tracks()) {
            var init = InitSegment.of(track).startingAt(1024);

            var back = MovieReader.read(ByteSource.of(init.toBytes()));

            assertThat(back.isFragmented()).isTrue();
            assertThat(back.brands()).startsWith("cmfc").contains("cmf2", "iso6");
            assertThat(back.warnings()).isEmpty();
            var copy = back.tracks().getFirst();
            assertThat(copy.track().id()).isEqualTo(track.track().id());
            assertThat(copy.track().timescale()).isEqualTo(track.track().timescale());
            assertThat(copy.track().language()).isEqualTo(track.track().language());
            assertThat(copy.track().codec().codecString())
                    .isEqualTo(track.track().codec().codecString());
            assertThat(copy.picture()).isEqualTo(track.picture());
            assertThat(copy.rotationDegrees()).isEqualTo(track.rotationDegrees());
            assertThat(copy.shiftTicks()).isEqualTo(-1024);
            assertThat(InitSegment.of(copy).startingAt(1024).toBytes()).isEqualTo(init.toBytes());
        }
    }

    @Test
    void keepsTurnPixelShapeColourLanguageAndName() throws Exception {
        var source = Samples.read("sample.mp4").tracks().getFirst();
        var track =
                new Track(7, new Timescale(90_000), source.track().codec(), "zh-Hant", "Übersicht");
        var picture =
                new ContainerPicture(
                        Optional.of(new Rational(4, 3)),
                        Optional.of(new ColourDescription(9, 16, 9, true)),
                        List.of(
                                detail("mdcv", 24),
                                detail("clli", 4),
                                detail("CoLL", 8),
                                detail("dvvC", 24)));
        var init = new InitSegment(track, picture, 270, OptionalLong.empty());

        var back = MovieReader.read(ByteSource.of(init.toBytes())).tracks().getFirst();

        assertThat(back.rotationDegrees()).isEqualTo(270);
        assertThat(back.picture()).isEqualTo(picture);
        assertThat(back.track().language()).isEqualTo("zh-Hant");
        assertThat(back.track().name()).isEqualTo("Übersicht");
        assertThat(back.shiftTicks()).isZero();
        assertThat(back.presentedTicks()).isEqualTo(-1);
    }

    @Test
    void leavesOutDetailsLongerThanTheirLimit() throws Exception {
        var source = Samples.read("sample.mp4").tracks().getFirst().track();
        var longest = detail("clli", 280);
        var picture =
                new ContainerPicture(
                        Optional.empty(), Optional.empty(), List.of(longest, detail("mdcv", 281)));
        var init = new InitSegment(source, picture, 0, OptionalLong.empty());

        var back = MovieReader.read(ByteSource.of(init.toBytes())).tracks().getFirst();

        assertThat(back.picture().details()).containsExactly(longest);
    }

    private static ContainerPicture.Detail detail(String type, int size) {
        var bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) type.hashCode());
        return new ContainerPicture.Detail(type, Octets.of(bytes));
    }

    @Test
    void writesTextTracks() throws Exception {
        for (var codec :
                List.of(
                        new TextConfiguration("wvtt", "wvtt", "WEBVTT"),
                        new TextConfiguration("stpp", "stpp.ttml.im1t"))) {
            var init = InitSegment.of(new Track(1, new Timescale(1000), codec, "de", ""));

            var back = MovieReader.read(ByteSource.of(init.toBytes())).tracks().getFirst();

            assertThat(back.track().codec()).isEqualTo(codec);
            assertThat(back.track().language()).isEqualTo("de");
        }
    }

    @Test
    void refusesOpaqueCodecs() {
        var codec = new OpaqueConfiguration(TrackKind.VIDEO, "mp4v", "MPEG-4 Visual is too old");
        var init = InitSegment.of(new Track(1, new Timescale(1000), codec, "und", ""));

        assertThatThrownBy(init::toBytes)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample.mp4", "portrait.mp4", "opus.mp4", "hevc_bframes.mp4"})
    void ffprobeReadsWhatIsInFrontOfSegments(String name, @TempDir Path folder) throws Exception {
        assumeTrue(Ffprobe.isInstalled(), "ffprobe is missing: install the package ffmpeg");
        for (var track : Samples.read(name).tracks()) {
            var file = folder.resolve(track.track().id() + ".mp4");
            Files.write(file, repackaged(track, Samples.bytes(name)));

            var packets = Ffprobe.packets(file, "-ignore_editlist", "1");

            assertThat(Ffprobe.streamKinds(file))
                    .containsExactly(track.kind().name().toLowerCase(java.util.Locale.ROOT));
            assertThat(packets).hasSize(track.samples().count());
            var cursor = track.samples().cursor(0);
            for (var packet : packets) {
                assertThat(packet.pts()).isEqualTo(cursor.ptsTicks());
                assertThat(packet.sizeBytes()).isEqualTo(cursor.sizeBytes());
                assertThat(packet.isSync()).isEqualTo(cursor.isSync());
                cursor.advance();
            }
        }
    }

    /// Init segment and one media segment of all samples.
    private static byte[] repackaged(IndexedTrack track, byte[] source) throws Exception {
        var samples = track.samples();
        var out = new ByteArrayOutputStream();
        out.writeBytes(InitSegment.of(track).toBytes());
        var run = SampleRun.of(samples.cursor(0), samples.count());
        out.writeBytes(
                MediaSegment.of(track.track().id(), 1, 0, 0, SegmentType.SEGMENT).header(run));
        var cursor = samples.cursor(0);
        do {
            out.write(source, (int) cursor.position(), cursor.sizeBytes());
        } while (cursor.advance());
        return out.toByteArray();
    }
}
