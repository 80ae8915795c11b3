package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packaging;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSettings.Corner;
import dev.anabranch.transcode.PictureSettings.Overlay;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sources and images that are not what they say, and what is said of them.
class DamageTest {

    private static final long SEED = 4;

    @TempDir Path folder;

    @Test
    void halfAFilmIsSaidToBeHalf() throws Exception {
        var lab = new Lab(folder);
        var whole = film(lab, "whole.mkv", "testsrc2=size=128x96:rate=25:duration=10");
        var bytes = Files.readAllBytes(whole);
        var half = Files.write(folder.resolve("half.mkv"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(lab.make(whole, s -> s).result().warnings()).isEmpty();
        assertThat(lab.make(half, s -> s).result().warnings())
                .anySatisfy(warning ->
                        assertThat(warning)
                                .contains("it lasts 10.0 s")
                                .contains("it may be cut off"));
    }

    @Test
    void whatTheDecoderSaysOfADamagedFilmIsPassedOn() throws Exception {
        var lab = new Lab(folder);
        var film = film(lab, "film.ts", "testsrc2=size=128x96:rate=25:duration=2");
        var bytes = Files.readAllBytes(film);
        var random = new Random(SEED);
        for (int i = 0; i < bytes.length / 300; i++) {
            bytes[2000 + random.nextInt(bytes.length - 2000)] = (byte) random.nextInt();
        }
        Files.write(film, bytes);

        assertThat(lab.make(film, s -> s).result().warnings())
                .as("seed %d", SEED)
                .anySatisfy(warning -> assertThat(warning).contains("seems to be damaged"));
    }

    @Test
    void picturesMayBeManySecondsApart() throws Exception {
        var lab = new Lab(folder);
        var slides = lab.picture("slides.mkv", "testsrc2=size=128x96:rate=1/30:duration=300");
        var made = lab.make(slides, s -> s);

        assertThat(Lab.probed(made.file("video-96p"), "stream=nb_read_packets", "-count_packets"))
                .isEqualTo("10");
        assertThat(made.result().warnings()).noneMatch(warning -> warning.contains("incomplete"));
    }

    @Test
    void aLadderWithARungOfFewerPicturesIsNotPublished() throws Exception {
        var lab = new Lab(folder);
        var film = lab.picture("film.mkv", "testsrc2=size=128x96:rate=25:duration=1");
        var backend = new PassingBackend(new FfmpegBackend(Lab.bundled()), Losing::new);

        assertThatThrownBy(
                        () -> lab.make(backend, film, s -> s.withLadder(Ladder.parse("96p,48p"))))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("96p h264=10")
                .hasMessageContaining("48p h264=25");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(film);
        }
    }

    /// Ends the first track early.
    private static final class Losing implements TrackSink {

        private final TrackSink sink;
        private int frames;

        Losing(TrackSink sink) {
            this.sink = sink;
        }

        @Override
        public void track(IndexedTrack track) throws IOException {
            sink.track(track);
        }

        @Override
        public void frame(Frame frame) throws IOException {
            if (frame.trackId() == 1 && ++frames > 10) {
                frame.close();
                return;
            }
            sink.frame(frame);
        }

        @Override
        public void end(int trackId) throws IOException {
            sink.end(trackId);
        }
    }

    @Test
    void anImageThatMovesMakesTheFilmNoLonger() throws Exception {
        var lab = new Lab(folder);
        var film = lab.picture("film.mkv", "testsrc2=size=128x96:rate=25:duration=1");
        var moving =
                lab.picture("moving.gif", "testsrc2=size=32x32:rate=10:duration=3", "-f", "gif");
        var made = lab.make(film, s -> s.withPicture(with(moving)));

        assertThat(Lab.probed(made.file("video-96p"), "stream=nb_read_packets", "-count_packets"))
                .isEqualTo("25");
    }

    @Test
    void anImageThatNamesOtherFilesIsNotOpened() throws Exception {
        var lab = new Lab(folder);
        var film = lab.picture("film.mkv", "testsrc2=size=128x96:rate=25:duration=1");
        var list = folder.resolve("logo.png");
        Files.writeString(list, "ffconcat version 1.0\nfile 'film.mkv'\n");

        assertThatThrownBy(() -> lab.make(film, s -> s.withPicture(with(list))))
                .isInstanceOfAny(MediaFormatException.class, ProgramException.class)
                .hasMessageContaining("logo.png");
    }

    @Test
    void whatTransportStreamsCannotCarryIsRefusedBeforeItIsEncoded() throws Exception {
        var lab = new Lab(folder);
        var film = film(lab, "film.mkv", "testsrc2=size=128x96:rate=25:duration=1");
        var av1 =
                lab.transcode(film, s -> s.withVideo(v -> v.withCodecs(Set.of(VideoCodec.AV1))))
                        .packaging(Packaging.TRANSPORT_STREAM);
        var opus =
                lab.transcode(film, s -> s.withAudio(a -> a.withCodecs(Set.of(AudioCodec.OPUS))))
                        .packaging(Packaging.TRANSPORT_STREAM);

        assertThatThrownBy(av1::plan)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("AV1");
        assertThatThrownBy(opus::plan)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("Opus");
    }

    private static PictureSettings with(Path image) {
        return new PictureSettings(
                Optional.empty(), List.of(new Overlay.Image(image, Corner.CENTRE, 1, 0.2)));
    }

    private static Path film(Lab lab, String name, String picture) throws Exception {
        return lab.clip(
                name,
                "-f",
                "lavfi",
                "-i",
                picture,
                "-f",
                "lavfi",
                "-i",
                "sine=duration=" + picture.substring(picture.lastIndexOf('=') + 1),
                "-c:v",
                "mpeg4",
                "-c:a",
                "aac");
    }
}
