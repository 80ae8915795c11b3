package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.Extras.Storyboard;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Poster, thumbnails and storyboard: each picture is the one that is shown at its time.
class StillsTest {

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

    /// Times at a picture's very start, just before it, and anywhere in it.
    @ParameterizedTest
    @CsvSource({"0,0", "40,1", "79,1", "80,2", "1000,25", "1019,25", "3999,99"})
    void aThumbnailIsThePictureShownAtItsTime(long millis, int number) throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        numbered(lab, 100, "25"),
                        with(extras -> extras.withThumbnails(millis(millis))));

        var name = "thumbnails/00-00-0%d.%03d.jpg".formatted(millis / 1000, millis % 1000);
        assertThat(NumberedPictures.number(made.folder().resolve(name))).isEqualTo(number);
        assertThat(made.result().extras()).extracting("path").containsExactly(name);
        assertThat(made.result().warnings()).isEmpty();
    }

    @Test
    void manyThumbnailsAtOddTimesOfAnOddRateAreEachExact() throws Exception {
        var lab = new Lab(folder);
        var times = millis(0, 1, 33, 34, 66, 67, 333, 334, 1501, 1502, 2001, 2002, 2003, 2969);
        var made =
                lab.make(
                        numbered(lab, 90, "30000/1001"),
                        with(extras -> extras.withThumbnails(times)));

        for (var time : times) {
            var name = "thumbnails/00-00-0%d.%03d.jpg";
            var file = made.folder().resolve(name.formatted(time.toSeconds(), time.toMillisPart()));
            // Matroska has whole milliseconds.
            int shown = 0;
            while (Math.round((shown + 1) * 1001_000.0 / 30_000) <= time.toMillis()) {
                shown++;
            }
            assertThat(NumberedPictures.number(file)).as("at %s", time).isEqualTo(shown);
        }
    }

    @Test
    void whereFramesAreFarApartTheOneBeforeIsShown() throws Exception {
        var lab = new Lab(folder);
        // 0, 0.04, 0.16, 0.36, 0.64, 1.0, 1.44 ...
        var source = numbered(lab, 20, "25", "-vf", "setpts=N*N/25/TB", "-fps_mode", "passthrough");
        var times = millis(39, 40, 159, 160, 999, 1000, 1439);
        var made = lab.make(source, with(extras -> extras.withThumbnails(times)));

        var numbers = new ArrayList<Integer>();
        for (var time : times) {
            var name = "thumbnails/00-00-0%d.%03d.jpg";
            numbers.add(
                    NumberedPictures.number(
                            made.folder()
                                    .resolve(
                                            name.formatted(
                                                    time.toSeconds(), time.toMillisPart()))));
        }
        assertThat(numbers).containsExactly(0, 1, 1, 2, 4, 5, 5);
    }

    @Test
    void thumbnailsOfATrimmedFilmCountFromItsBeginning() throws Exception {
        var lab = new Lab(folder);
        var trim = new Trim(Duration.ofMillis(1000), Optional.of(Duration.ofMillis(3000)));
        var made =
                lab.make(
                        numbered(lab, 100, "25"),
                        settings ->
                                settings.withTrim(trim)
                                        .withExtras(
                                                extras -> extras.withThumbnails(millis(0, 500))));

        assertThat(NumberedPictures.number(made.folder().resolve("thumbnails/00-00-00.000.jpg")))
                .isEqualTo(25);
        assertThat(NumberedPictures.number(made.folder().resolve("thumbnails/00-00-00.500.jpg")))
                .isEqualTo(37);
    }

    /// A film without sound begins with its first picture, which is half a second apart from others
    /// here, and later than what was asked for.
    @ParameterizedTest
    @CsvSource({
        "2,1100,8300,'0,499,500,600,1000','3,3,4,4,5'",
        "30000/1001,2000,3000,'0,32,34,67','60,60,61,62'"
    })
    void thumbnailsOfAFilmTrimmedBetweenPicturesAreThoseItShows(
            String rate, long start, long end, String times, String numbers) throws Exception {
        var lab = new Lab(folder);
        var trim = new Trim(Duration.ofMillis(start), Optional.of(Duration.ofMillis(end)));
        var wanted = Stream.of(times.split(",")).mapToLong(Long::parseLong).toArray();
        var made =
                lab.make(
                        numbered(lab, 100, rate),
                        settings ->
                                settings.withTrim(trim)
                                        .withExtras(extras ->
                                                extras.withThumbnails(millis(wanted))
                                                        .withPoster(millis(wanted).getLast())));

        var shown = new ArrayList<String>();
        for (long time : wanted) {
            var name = "thumbnails/00-00-0%d.%03d.jpg".formatted(time / 1000, time % 1000);
            shown.add("" + NumberedPictures.number(made.folder().resolve(name)));
        }
        assertThat(String.join(",", shown)).isEqualTo(numbers);
        assertThat(NumberedPictures.number(made.folder().resolve("poster.jpg")))
                .isEqualTo(Integer.parseInt(numbers.substring(numbers.lastIndexOf(',') + 1)));
    }

    @Test
    void aPosterIsNotTakenFromTheBlackAtTheBeginning() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "late.mkv",
                        "testsrc2=size=192x108:rate=25:duration=10,drawbox=c=black:t=fill:enable='lt(t,1.9)'",
                        "-c:v",
                        "ffv1");
        var made = lab.make(source, with(Extras::withPoster));

        assertThat(made.result().extras())
                .containsExactly(new TranscodeResult.Extra("poster.jpg", "shows 00:00:02.000"));
        assertThat(made.plan().decisions())
                .anySatisfy(decision -> {
                    assertThat(decision.subject()).isEqualTo("poster");
                    assertThat(decision.choice()).contains("192x108", "1.000 s", "4.000 s");
                });
        var poster = made.folder().resolve("poster.jpg");
        assertThat(Lab.probed(poster, "stream=codec_name,width,height")).isEqualTo("mjpeg,192,108");
    }

    @Test
    void aPosterIsUprightAndHasSquarePixelsAndIsNotLargerThanItMayBe() throws Exception {
        var lab = new Lab(folder);
        var wide =
                lab.picture(
                        "wide.mp4",
                        "testsrc2=size=1440x1080:rate=25:duration=0.4,setsar=4/3",
                        "-c:v",
                        "libopenh264");
        var turned =
                lab.clip(
                        "turned.mp4",
                        "-display_rotation",
                        "90",
                        "-i",
                        "file:" + wide,
                        "-c",
                        "copy");
        var poster = with(extras -> extras.withPoster(Duration.ZERO));

        assertThat(size(lab.make(wide, poster))).isEqualTo("1920,1080");
        assertThat(size(lab.make(turned, poster))).isEqualTo("1080,1920");
    }

    private static String size(Lab.Made made) throws Exception {
        return Lab.probed(made.folder().resolve("poster.jpg"), "stream=width,height");
    }

    @Test
    void coloursOfAPosterAreThoseOfTheFilm() throws Exception {
        var lab = new Lab(folder);
        for (var matrix : List.of("bt709", "smpte170m", "bt2020nc")) {
            var source =
                    lab.picture(
                            matrix + ".mkv",
                            "color=c=0x3090A0:size=192x108:rate=25:duration=0.4,format=gbrp,scale=out_color_matrix="
                                    + matrix.replace("nc", "")
                                    + ",format=yuv444p,setparams=colorspace="
                                    + matrix,
                            "-c:v",
                            "ffv1");
            var made = lab.make(source, with(extras -> extras.withPoster(Duration.ZERO)));
            OverlayTest.assertNear(
                    Lab.colour(made.folder().resolve("poster.jpg"), 0, 20, 20, 100, 60),
                    0x30,
                    0x90,
                    0xA0);
        }
    }

    @Test
    void thePictureIsDecodedForTheirSakeWhereItIsCopied() throws Exception {
        var lab = new Lab(folder);
        var source =
                NumberedPictures.clip(
                        lab,
                        folder,
                        "copied.mp4",
                        200,
                        "25",
                        "-c:v",
                        "libopenh264",
                        "-b:v",
                        "2M",
                        "-g",
                        "100");
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withVideo(video -> video.withCopy(Copy.AUTO))
                                        .withExtras(extras -> extras.withThumbnails(millis(5000))));

        assertThat(made.plan().decisions()).extracting("choice").contains("the picture is decoded");
        assertThat(NumberedPictures.number(made.folder().resolve("thumbnails/00-00-05.000.jpg")))
                .isEqualTo(125);
    }

    @Test
    void aTimeBehindTheEndIsRefusedBeforeAnythingIsEncoded() throws Exception {
        var lab = new Lab(folder);
        var source = numbered(lab, 50, "25");
        assertThatThrownBy(() ->
                        lab.transcode(source, with(e -> e.withThumbnails(millis(500, 2000))))
                                .plan())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("thumbnail")
                .hasMessageContaining("2.000 s");
        assertThatThrownBy(() ->
                        lab.transcode(source, with(e -> e.withPoster(Duration.ofHours(1)))).plan())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("poster");
    }

    @Test
    void aTimeBehindTheEndOfASourceOfUnknownLengthIsAWarning() throws Exception {
        var lab = new Lab(folder);
        var source =
                NumberedPictures.clip(
                        lab, folder, "bare.h264", 50, "25", "-c:v", "libopenh264", "-b:v", "2M");
        var made = lab.make(source, with(e -> e.withThumbnails(millis(1000, 60_000)).withPoster()));

        assertThat(made.result().extras())
                .extracting("path")
                .containsExactly("poster.jpg", "thumbnails/00-00-01.000.jpg");
        assertThat(made.result().warnings())
                .anySatisfy(text -> assertThat(text).contains("no thumbnail at 00:01:00.000"));
    }

    @Test
    void whereNoTimeThatWasAskedForIsThereTheFilmIsMadeAllTheSame() throws Exception {
        var lab = new Lab(folder);
        var source =
                NumberedPictures.clip(
                        lab, folder, "bare.h264", 5, "25", "-c:v", "libopenh264", "-b:v", "2M");
        var made =
                lab.make(
                        source,
                        with(e ->
                                e.withThumbnails(millis(60_000)).withPoster(Duration.ofHours(1))));

        assertThat(made.result().extras()).isEmpty();
        assertThat(made.result().warnings()).hasSize(2);
        assertThat(made.folder().resolve("poster.jpg")).doesNotExist();
    }

    @Test
    void aFilmOfOnePictureHasItEverywhere() throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        numbered(lab, 1, "25"),
                        with(e ->
                                e.withThumbnails(millis(0))
                                        .withPoster()
                                        .withStoryboard(Storyboard.DEFAULT)
                                        .withDownloads(true)));

        assertThat(made.result().extras())
                .extracting("path")
                .containsExactly(
                        "poster.jpg",
                        "thumbnails/00-00-00.000.jpg",
                        "storyboard/storyboard.vtt",
                        "downloads/video-72p.mp4");
    }

    @Test
    void soundAloneHasNoPictures() throws Exception {
        var lab = new Lab(folder);
        var source = lab.picture("tone.m4a", "sine=duration=1", "-c:a", "aac");
        assertThatThrownBy(() -> lab.transcode(source, with(Extras::withPoster)).plan())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("there is none");
    }

    @Test
    void valuesOutOfTheirRangesAreRefused() {
        assertThatThrownBy(() -> Extras.NONE.withThumbnails(List.of(Duration.ofNanos(1))))
                .hasMessageContaining("milliseconds");
        assertThatThrownBy(() ->
                        Extras.NONE.withThumbnails(
                                LongStream.rangeClosed(0, Extras.MAX_THUMBNAILS)
                                        .mapToObj(Duration::ofSeconds)
                                        .toList()))
                .hasMessageContaining("101 thumbnails");
        assertThatThrownBy(() -> Extras.NONE.withThumbnailWidth(15)).hasMessageContaining("16");
        assertThatThrownBy(() -> new Storyboard(Duration.ofMillis(99), 160, 5, 5))
                .hasMessageContaining("interval");
        assertThatThrownBy(() -> new Storyboard(Duration.ofSeconds(1), 161, 5, 5))
                .hasMessageContaining("even");
        assertThatThrownBy(() -> new Storyboard(Duration.ofSeconds(1), 160, 21, 5))
                .hasMessageContaining("columns=21");
        assertThat(TranscodeSettings.DEFAULT.extras()).isEqualTo(Extras.NONE);
    }

    @Test
    void nothingIsMadeThatWasNotAskedFor() throws Exception {
        var lab = new Lab(folder);
        var made = lab.make(numbered(lab, 25, "25"), settings -> settings);
        assertThat(made.result().extras()).isEmpty();
        try (var files = Files.list(made.folder())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("index.m3u8", "manifest.mpd", "video-72p");
        }
    }
}
