package dev.anabranch.vod;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Pictures;
import dev.anabranch.packager.Slice;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.vod.StillFiles.Still;
import dev.anabranch.vod.TranscodeResult.Extra;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What becomes of the single pictures a run has made: which of them is the poster, and what each
/// is called.
///
/// ```
/// poster.jpg
/// thumbnails/00-01-23.500.jpg ...
/// storyboard/0.jpg 1.jpg ... storyboard.vtt
/// ```
///
/// Used once, by one thread, when all tracks have ended.
final class StillPictures {

    static final String POSTER = "poster.jpg";

    private static final Timescale MILLIS = new Timescale(1000);

    private static final String THUMBNAILS = "thumbnails/";

    /// A poster has at least this share of the bytes that the fullest of the choice has: a black
    /// picture, or one of a few letters, has next to none.
    private static final double LEAST_SHARE = 0.5;

    private final List<Pictures.File> files = new ArrayList<>();
    private final List<Extra> extras = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<Pictures.Storyboard> storyboard = Optional.empty();

    private StillPictures() {}

    static StillPictures of(TranscodePlan plan, WorkFolder folder) {
        var pictures = new StillPictures();
        var shown =
                plan.video().stream()
                        .flatMap(output -> folder.file(output.trackId()).stream())
                        .findFirst();
        for (var output : plan.extras().stills()) {
            var stills = folder.stills(output.trackId());
            switch (output) {
                case StillOutput.Poster poster -> pictures.poster(poster, stills);
                case StillOutput.Thumbnails thumbnails -> pictures.thumbnails(thumbnails, stills);
                case StillOutput.Storyboard board ->
                        pictures.storyboard(
                                cues(plan, board, stills.size(), folder, shown.orElseThrow()),
                                stills);
            }
        }
        return pictures;
    }

    /// Without sound the times of single pictures count from where the presentation begins.
    private static StoryboardCues cues(
            TranscodePlan plan,
            StillOutput.Storyboard board,
            int images,
            WorkFolder folder,
            WorkFile shown) {
        var start = folder.start();
        var zero = plan.audio().isEmpty() ? start : Timestamp.ZERO;
        long origin = Math.max(0, start.on(MILLIS).ticks() - zero.on(MILLIS).ticks());
        long finish = shown.finish().on(MILLIS).ticks() - zero.on(MILLIS).ticks();
        return new StoryboardCues(
                board,
                images,
                Duration.ofMillis(origin),
                Duration.ofMillis(finish),
                shown.lastFrame());
    }

    Pictures pictures() {
        return new Pictures(files, storyboard);
    }

    /// The same files, for people.
    List<Extra> extras() {
        return List.copyOf(extras);
    }

    /// Of pictures that could not be had.
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private void poster(StillOutput.Poster output, List<Still> all) {
        var stills = asked(output.times(), all);
        long fullest = stills.stream().mapToLong(Still::sizeBytes).max().orElse(0);
        var chosen =
                stills.stream()
                        .filter(still -> still.sizeBytes() >= fullest * LEAST_SHARE)
                        .min(
                                Comparator.comparingInt(
                                        still -> output.times().indexOf(still.time())));
        if (chosen.isEmpty()) {
            warnings.add(
                    "there is no poster: the picture ends before "
                            + clock(output.times().getFirst()));
            return;
        }
        add(POSTER, chosen.get(), "shows " + clock(chosen.get().time()));
    }

    private static List<Still> asked(List<Duration> times, List<Still> stills) {
        return stills.stream().filter(still -> times.contains(still.time())).toList();
    }

    private void thumbnails(StillOutput.Thumbnails output, List<Still> all) {
        var stills = asked(output.times(), all);
        var missing = new ArrayList<>(output.times());
        for (var still : stills) {
            var name = clock(still.time());
            add(THUMBNAILS + name.replace(':', '-') + ".jpg", still, "shows " + name);
            missing.remove(still.time());
        }
        for (var time : missing) {
            warnings.add("there is no thumbnail at " + clock(time) + ": the picture ends before");
        }
    }

    private void storyboard(StoryboardCues cues, List<Still> stills) {
        var output = cues.output();
        for (int i = 0; i < stills.size(); i++) {
            files.add(file(StoryboardCues.FOLDER + i + ".jpg", stills.get(i)));
        }
        if (stills.isEmpty()) {
            warnings.add("there is no storyboard: not one picture came for it");
            return;
        }
        var path = StoryboardCues.FOLDER + StoryboardCues.FILE;
        files.add(new Pictures.File(path, Content.of(MediaType.WEBVTT, cues.document().render())));
        extras.add(
                new Extra(
                        path,
                        "%d pictures of %dx%d in %d images"
                                .formatted(
                                        cues.count(),
                                        output.width(),
                                        output.height(),
                                        stills.size())));
        storyboard =
                Optional.of(
                        new Pictures.Storyboard(
                                StoryboardCues.FOLDER + "$Number$.jpg",
                                cues.origin(),
                                output.imageDuration(),
                                output.columns(),
                                output.rows(),
                                output.width() * output.columns(),
                                output.height() * output.rows(),
                                stills.stream().mapToLong(Still::sizeBytes).max().orElse(0)));
    }

    private void add(String path, Still still, String about) {
        files.add(file(path, still));
        extras.add(new Extra(path, about));
    }

    /// Read when it is published: images of a long film are more than the heap should hold.
    private static Pictures.File file(String path, Still still) {
        Slice.Generator reader =
                sink -> sink.write(ByteBuffer.wrap(Files.readAllBytes(still.path())));
        var slice = new Slice.Generated(still.sizeBytes(), reader);
        return new Pictures.File(path, new Content(MediaType.JPEG, List.of(slice)));
    }

    /// `00:01:23.500`.
    private static String clock(Duration time) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                time.toHours(),
                time.toMinutesPart(),
                time.toSecondsPart(),
                time.toMillisPart());
    }
}
