package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.packager.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedClipTest {

    private @TempDir Path folder;
    private RecordedClips clips;

    @BeforeEach
    void grow() throws Exception {
        var index = new RecordingIndex();
        var place = folder.resolve("r");
        try (var out = new RecordingFolder(place, RecordingFiles.OF_SYSTEM, index)) {
            out.open();
            for (var part : FedMedia.bunny().parts()) {
                out.add(part);
            }
        }
        clips = new RecordedClips(place, index);
    }

    private byte[] clip(String start, String end) throws Exception {
        var answer = clips.of(RecordingPosition.parse(start), RecordingPosition.parse(end));
        assertThat(answer).isInstanceOf(RangeAnswer.Found.class);
        var content = ((RangeAnswer.Found<Content>) answer).value();
        var out = new ByteArrayOutputStream();
        content.writeTo(slice -> {
            var bytes = new byte[slice.remaining()];
            slice.get(bytes);
            out.writeBytes(bytes);
        });
        assertThat(out.size()).isEqualTo((int) content.sizeBytes());
        return out.toByteArray();
    }

    @Test
    void beginsWithTheKeyframeBeforeTheStartAndHasBothTracks() throws Exception {
        var movie = MovieReader.read(ByteSource.of(clip("3", "6")));

        assertThat(movie.warnings()).isEmpty();
        assertThat(movie.tracks()).hasSize(2);
        for (var track : movie.tracks()) {
            var first = track.samples().cursor(0);
            long shown = first.ptsTicks() + track.shiftTicks();
            var clock = track.track().timescale();
            if (track.track().kind() == TrackKind.VIDEO) {
                assertThat(shown).isZero();
                assertThat(first.isSync()).isTrue();
                // From the keyframe at 2.625 to that at 6.625: the last chunk reaches the end.
                assertThat(track.samples().count()).isEqualTo(96);
            } else {
                // Within one frame of sound before the picture.
                assertThat(shown).isBetween(-2 * 1024L, 0L);
                assertThat(clock.duration(track.samples().count() * 1024L).toMillis())
                        .isBetween(3900L, 6100L);
            }
        }
    }

    @Test
    void hasNoIndexThatFfmpegWouldMisread() throws Exception {
        assertThat(new String(clip("1", "9"), StandardCharsets.ISO_8859_1)).doesNotContain("sidx");
    }

    @Test
    void ffprobeDecodesEveryFrameOfIt() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ffprobe"))).isTrue();
        var file = Files.write(folder.resolve("clip.mp4"), clip("3", "6"));
        var process =
                new ProcessBuilder(
                                "ffprobe",
                                "-v",
                                "warning",
                                "-count_frames",
                                "-show_entries",
                                "stream=codec_type,nb_read_frames,start_time",
                                "-of",
                                "csv=p=0",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(text).contains("video,0.000000,96").doesNotContain("rror");
    }

    @Test
    void acrossAChangeOfConfigurationItIsRefused() throws Exception {
        var index = new RecordingIndex();
        var place = folder.resolve("two");
        try (var out = new RecordingFolder(place, RecordingFiles.OF_SYSTEM, index)) {
            out.open();
            for (var part : FedMedia.bunny().parts()) {
                out.add(part);
            }
            var later = FedMedia.bunny();
            for (var part : new FedMedia(later.film(), 40, 1, 2, 30).parts()) {
                out.add(part);
            }
        }
        var two = new RecordedClips(place, index);
        var across =
                two.of(
                        RecordingPosition.parse("2026-11-26T10:00:10Z"),
                        RecordingPosition.parse("2026-11-26T10:00:34Z"));
        assertThat(across).isInstanceOf(RangeAnswer.Nothing.class);
        var after =
                two.of(
                        RecordingPosition.parse("2026-11-26T10:00:32Z"),
                        RecordingPosition.parse("2026-11-26T10:00:34Z"));
        assertThat(after).isInstanceOf(RangeAnswer.Found.class);
    }
}
