package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MemoryStore;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.SegmentStore;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.Extras.Storyboard;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.plan.Chunks;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Storyboards: each small picture is where its cue says, and nothing is left of a job that fails.
class StoryboardTest {

    private static final List<String> LOSSLESS = List.of("-c:v", "ffv1", "-pix_fmt", "gbrp");

    @TempDir Path folder;

    private static Lab.Change with(UnaryOperator<Extras> change) {
        return settings -> settings.withExtras(change);
    }

    private static List<Duration> millis(long... times) {
        return LongStream.of(times).mapToObj(Duration::ofMillis).toList();
    }

    private Path numbered(Lab lab, int count, String rate, String... filters) throws Exception {
        var words = new ArrayList<>(List.of(filters));
        words.addAll(LOSSLESS);
        return NumberedPictures.clip(
                lab, folder, "numbered.mkv", count, rate, words.toArray(String[]::new));
    }

    @Test
    void aStoryboardHasAPictureForEachIntervalWhereItsCuesSay() throws Exception {
        var lab = new Lab(folder);
        var board = new Storyboard(Duration.ofMillis(500), 64, 2, 3);
        var made = lab.make(numbered(lab, 91, "25"), with(extras -> extras.withStoryboard(board)));

        var cues = cues(made.text("storyboard/storyboard.vtt"));
        assertThat(cues).hasSize(8);
        assertThat(cues.getFirst()).isEqualTo("00:00:00.000 --> 00:00:00.500 0.jpg#xywh=0,0,64,36");
        assertThat(cues.get(3)).isEqualTo("00:00:01.500 --> 00:00:02.000 0.jpg#xywh=64,36,64,36");
        assertThat(cues.getLast()).isEqualTo("00:00:03.500 --> 00:00:03.640 1.jpg#xywh=64,0,64,36");
        for (int i = 0; i < cues.size(); i++) {
            assertThat(shownBy(made.folder(), cues.get(i))).as(cues.get(i)).isEqualTo(i * 25 / 2);
        }
        assertThat(made.folder().resolve("storyboard/2.jpg")).doesNotExist();
        assertThat(made.text("manifest.mpd"))
                .contains("thumbnail_tile")
                .contains("value=\"2x3\"")
                .contains("storyboard/$Number$.jpg")
                .contains("duration=\"3000\"");
    }

    @Test
    void aStoryboardBesideASegmentAFileIsAPresentationAsTheStandardHasIt() throws Exception {
        var lab = new Lab(folder);
        var to = folder.resolve("segments");
        lab.transcode(
                        numbered(lab, 91, "25"),
                        settings ->
                                settings.withSegment(Duration.ofSeconds(1))
                                        .withExtras(extras ->
                                                extras.withStoryboard(Storyboard.DEFAULT)))
                .packaging(Packaging.DEFAULT)
                .to(to)
                .run();
        assertThat(
                        PresentationCheck.of(new FolderResources(to), List.of("manifest.mpd"))
                                .breaches())
                .isEmpty();
    }

    /// The picture begins half a second later than the sound, or is alone and begins later.
    @Test
    void timesOfAStoryboardAreThoseOfThePresentation() throws Exception {
        var lab = new Lab(folder);
        var late = numbered(lab, 100, "25", "-vf", "setpts=PTS+0.6/TB", "-fps_mode", "passthrough");
        var board = new Storyboard(Duration.ofMillis(500), 64, 5, 5);
        var made = lab.make(late, with(extras -> extras.withStoryboard(board)));

        var cues = cues(made.text("storyboard/storyboard.vtt"));
        for (var cue : cues) {
            long from = Long.parseLong(cue.substring(6, 12).replace(".", ""));
            assertThat(shownBy(made.folder(), cue)).as(cue).isEqualTo((int) (from / 40));
        }
        assertThat(cues).hasSizeBetween(8, 9);
        assertThat(cues.getLast()).contains("--> 00:00:04.000");
    }

    /// The last frame ends four milliseconds after the whole second; sound goes on after it.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStoryboardHasAsManyPicturesAsThePlanSays(boolean isTrimmed) throws Exception {
        var lab = new Lab(folder);
        int count = isTrimmed ? 150 : 120;
        var picture = numbered(lab, count, "30000/1001");
        var sounding =
                lab.clip(
                        "sounding.mp4",
                        "-i",
                        "file:" + picture,
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=sample_rate=48000:duration=" + (isTrimmed ? "5.1" : "4.1"),
                        "-c:v",
                        "libopenh264",
                        "-b:v",
                        "2M",
                        "-c:a",
                        "aac");
        var board = new Storyboard(Duration.ofSeconds(1), 64, 2, 2);
        var trim =
                isTrimmed
                        ? new Trim(Duration.ZERO, Optional.of(Duration.ofSeconds(4)))
                        : Trim.WHOLE;
        var made =
                lab.make(
                        sounding,
                        settings ->
                                settings.withTrim(trim)
                                        .withExtras(extras -> extras.withStoryboard(board)));

        assertThat(made.plan().decisions())
                .anySatisfy(decision ->
                        assertThat(decision.reason()).isEqualTo("4 pictures for seeking"));
        var cues = cues(made.text("storyboard/storyboard.vtt"));
        assertThat(cues).hasSize(4);
        assertThat(cues.getLast()).startsWith("00:00:03.000 --> 00:00:04.00");
        assertThat(made.result().extras())
                .anySatisfy(extra -> assertThat(extra.about()).startsWith("4 pictures of"));
    }

    /// Ten seconds of nothing in front of four seconds of picture.
    @Test
    void aFilmThatBeginsLateIsNotTakenForOneThatWasCutOff() throws Exception {
        var lab = new Lab(folder);
        var late =
                lab.clip(
                        "late.mp4",
                        "-i",
                        "file:" + numbered(lab, 100, "25"),
                        "-c:v",
                        "libopenh264",
                        "-b:v",
                        "2M",
                        "-output_ts_offset",
                        "10");
        var board = new Storyboard(Duration.ofSeconds(2), 64, 2, 2);
        var made =
                lab.make(
                        late,
                        with(extras ->
                                extras.withThumbnails(millis(0, 3000)).withStoryboard(board)));

        assertThat(made.result().warnings()).isEmpty();
        assertThat(made.plan().source().duration()).contains(Duration.ofSeconds(4));
        assertThat(cues(made.text("storyboard/storyboard.vtt"))).hasSize(2);
        assertThatThrownBy(() ->
                        lab.transcode(late, with(extras -> extras.withThumbnails(millis(11_000))))
                                .plan())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("4.000 s");
    }

    private static List<String> cues(String vtt) {
        assertThat(vtt).startsWith("WEBVTT\n\n");
        return Pattern.compile("(\\S+ --> \\S+)\n(\\S+)")
                .matcher(vtt)
                .results()
                .map(cue -> cue.group(1) + " " + cue.group(2))
                .toList();
    }

    private static int shownBy(Path folder, String cue) throws Exception {
        var place = cue.substring(cue.lastIndexOf(' ') + 1).split("#xywh=|,", -1);
        return NumberedPictures.number(
                folder.resolve("storyboard").resolve(place[0]),
                Integer.parseInt(place[1]),
                Integer.parseInt(place[2]),
                Integer.parseInt(place[3]),
                Integer.parseInt(place[4]));
    }

    @Test
    void aFilmInPiecesHasTheSamePictures() throws Exception {
        var lab = new Lab(folder);
        var source = numbered(lab, 300, "25");
        Lab.Change change =
                settings ->
                        settings.withSegment(Duration.ofSeconds(2))
                                .withExtras(extras ->
                                        extras.withThumbnails(millis(0, 3999, 4000, 11_960))
                                                .withStoryboard(
                                                        new Storyboard(
                                                                Duration.ofSeconds(1), 64, 5, 5)));
        var whole = folder.resolve("whole");
        var pieces = folder.resolve("pieces");
        lab.transcode(source, change).chunks(new Chunks.Off()).to(whole).run();
        var result = lab.transcode(source, change).chunks(new Chunks.Count(3)).to(pieces).run();

        assertThat(result.plan().decisions())
                .anySatisfy(decision -> assertThat(decision.reason()).contains("made apart"));
        for (var path :
                List.of(
                        "thumbnails/00-00-00.000.jpg",
                        "thumbnails/00-00-03.999.jpg",
                        "thumbnails/00-00-04.000.jpg",
                        "thumbnails/00-00-11.960.jpg",
                        "storyboard/0.jpg",
                        "storyboard/storyboard.vtt")) {
            assertThat(pieces.resolve(path)).hasSameBinaryContentAs(whole.resolve(path));
        }
        assertThat(NumberedPictures.number(pieces.resolve("thumbnails/00-00-11.960.jpg")))
                .isEqualTo(299);
    }

    @Test
    void tooManySmallPicturesAreRefused() throws Exception {
        var lab = new Lab(folder);
        var source = numbered(lab, 50, "1/60");
        assertThatThrownBy(() ->
                        lab.transcode(
                                        source,
                                        with(e ->
                                                e.withStoryboard(
                                                        new Storyboard(
                                                                Duration.ofMillis(100), 64, 5, 5))))
                                .plan())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("30000")
                .hasMessageContaining("20000");
    }

    @Test
    void aCancelledJobLeavesNoPictures() throws Exception {
        var lab = new Lab(folder);
        var store = new MemoryStore();
        var slow = new SlowBackend(Lab.bundled());
        var job =
                lab.transcode(
                                numbered(lab, 300, "25"),
                                with(e -> e.withThumbnails(millis(0)).withPoster()))
                        .with(slow)
                        .to(store)
                        .start();
        slow.awaitFrames();
        job.cancel();

        assertThatThrownBy(job::await).isInstanceOf(ProgramException.class);
        assertThat(store.paths()).isEmpty();
    }

    @Test
    void aStoreThatFailsAtTheEndIsLeftEmpty() throws Exception {
        var lab = new Lab(folder);
        var kept = new MemoryStore();
        var full =
                new SegmentStore() {
                    @Override
                    public void put(String path, Content content) throws IOException {
                        if (path.endsWith(".mpd")) {
                            throw new IOException("full");
                        }
                        kept.put(path, content);
                    }

                    @Override
                    public Optional<Content> open(String path) {
                        return kept.open(path);
                    }

                    @Override
                    public boolean delete(String path) {
                        return kept.delete(path);
                    }
                };
        var job =
                lab.transcode(
                                numbered(lab, 25, "25"),
                                with(e -> e.withPoster().withDownloads(true)))
                        .to(full);

        assertThatThrownBy(job::run).isInstanceOf(IOException.class).hasMessage("full");
        assertThat(kept.paths()).isEmpty();
    }
}
