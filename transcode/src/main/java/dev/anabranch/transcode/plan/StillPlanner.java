package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.ExtrasPlan;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.SubtitlePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.VideoOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Plans what is made beside the renditions. Used once, by one thread.
final class StillPlanner {

    /// Two days at the usual ten seconds.
    static final long MAX_TILES = 20_000;

    /// Decoders of phones go no further.
    static final int MAX_IMAGE_SIDE = 8192;

    /// Where a film is looked at for a poster, in shares of its length, the best first: its
    /// beginning is often black or a logo, its end gives something away.
    private static final List<Integer> POSTER_PERCENT = List.of(10, 15, 20, 30, 40);

    /// Where no length is known.
    private static final List<Integer> POSTER_SECONDS = List.of(8, 4, 2, 1, 0);

    private final Source source;
    private final TranscodeSettings settings;
    private final Extras extras;
    private final List<Decision> decisions;
    private final List<StillOutput> stills = new ArrayList<>();
    private int nextTrackId;

    StillPlanner(
            Source source, TranscodeSettings settings, int firstTrackId, List<Decision> decisions) {
        this.source = source;
        this.settings = settings;
        this.decisions = decisions;
        extras = settings.extras();
        nextTrackId = firstTrackId;
    }

    /// @param video all renditions of the picture
    /// @throws MediaFormatException when something that is wanted cannot be had of this source
    ExtrasPlan plan(List<VideoOutput> video) throws MediaFormatException {
        if (extras.hasPictures()) {
            stills(picture("extras"));
        }
        boolean isDecoded = video.stream().anyMatch(VideoOutput.Encoded.class::isInstance);
        if (!stills.isEmpty() && !isDecoded) {
            decided(
                    "extras",
                    "the picture is decoded",
                    "for their sake: all renditions of it are copied");
        }
        if (extras.isAudioOnly()) {
            audioOnly();
        }
        if (extras.hasDownloads()) {
            picture("downloads");
            decided(
                    "downloads",
                    video.size() + " MP4 files",
                    "each rendition of the picture, with the default sound");
        }
        return new ExtrasPlan(
                stills, extras.isAudioOnly(), extras.hasDownloads(), SubtitlePlan.NONE);
    }

    private SourceVideo picture(String what) throws MediaFormatException {
        if (source.video().isEmpty()) {
            throw refusal(what, "they are made of the picture, and there is none");
        }
        return source.video().get();
    }

    private void audioOnly() throws MediaFormatException {
        if (source.audio().isEmpty()) {
            throw refusal("audio only", "there is no sound");
        }
        decided("audio only", "a variant of sound alone", "for networks too slow for pictures");
    }

    private void stills(SourceVideo picture) throws MediaFormatException {
        var whole = PictureSize.of(picture, settings.picture());
        int most = Extras.MAX_PICTURE_SIDE;
        var large = whole.into(most, most);
        if (extras.poster().isPresent()) {
            poster(extras.poster().get(), large);
        }
        if (!extras.thumbnails().isEmpty()) {
            int width = extras.thumbnailWidth().orElse(most);
            thumbnails(width < large.width() ? across(whole, width & ~1) : large);
        }
        if (extras.storyboard().isPresent()) {
            storyboard(extras.storyboard().get(), whole);
        }
    }

    /// Of the shape of `whole`, with even sides.
    private static PictureSize across(PictureSize whole, int width) {
        long height = 2 * Math.round((double) width * whole.height() / whole.width() / 2);
        return new PictureSize(width, (int) Math.max(PictureSize.MIN_SIDE, height));
    }

    private void poster(Extras.Poster poster, PictureSize size) throws MediaFormatException {
        if (poster.time().isPresent()) {
            var time = poster.time().get();
            check("poster", time);
            decided("poster", size + ", at " + seconds(time), "the time that was asked for");
            stills.add(poster(List.of(time), size));
            return;
        }
        var times = posterTimes();
        var all = times.stream().map(StillPlanner::seconds).collect(Collectors.joining(", "));
        decided(
                "poster",
                size + ", at one of " + all,
                "the first of them with not much less to see than the fullest, by size as JPEG");
        stills.add(poster(times, size));
    }

    private StillOutput.Poster poster(List<Duration> times, PictureSize size) {
        return new StillOutput.Poster(nextTrackId++, times, size.width(), size.height());
    }

    private List<Duration> posterTimes() {
        var length = length();
        if (length.isEmpty()) {
            return POSTER_SECONDS.stream().map(Duration::ofSeconds).toList();
        }
        long part = length.get().toMillis() / 20;
        return POSTER_PERCENT.stream()
                .map(percent -> Duration.ofMillis(part * percent / 5))
                .distinct()
                .toList();
    }

    private void thumbnails(PictureSize size) throws MediaFormatException {
        var times = extras.thumbnails();
        check("thumbnail", times.getLast());
        decided("thumbnails", times.size() + " of " + size, "the pictures shown at these times");
        stills.add(new StillOutput.Thumbnails(nextTrackId++, times, size.width(), size.height()));
    }

    private void storyboard(Extras.Storyboard wanted, PictureSize whole)
            throws MediaFormatException {
        var tile = across(whole, wanted.tileWidth());
        int columns = wanted.columns();
        int rows = wanted.rows();
        if ((long) tile.width() * columns > MAX_IMAGE_SIDE
                || (long) tile.height() * rows > MAX_IMAGE_SIDE) {
            throw refusal(
                    "storyboard",
                    "%d by %d pictures of %s are more than %d pixels across or down"
                            .formatted(columns, rows, tile, MAX_IMAGE_SIDE));
        }
        var tiles =
                pictureLength(wanted.interval()).map(length -> tiles(length, wanted.interval()));
        if (tiles.isPresent() && tiles.get() > MAX_TILES) {
            throw MediaFormatException.limit(
                    source.input().name(),
                    "storyboard pictures at this interval",
                    tiles.get(),
                    MAX_TILES);
        }
        decided(
                "storyboard",
                "%s each %s, %d by %d in an image"
                        .formatted(tile, seconds(wanted.interval()), columns, rows),
                tiles.map(count -> "%d pictures for seeking".formatted(count))
                        .orElse("pictures for seeking"));
        stills.add(
                new StillOutput.Storyboard(
                        nextTrackId++,
                        wanted.interval(),
                        tile.width(),
                        tile.height(),
                        columns,
                        rows));
    }

    private static long tiles(Duration length, Duration interval) {
        return Math.ceilDiv(length.toMillis(), interval.toMillis());
    }

    private void check(String what, Duration time) throws MediaFormatException {
        var length = length();
        if (length.isPresent() && time.compareTo(length.get()) >= 0) {
            throw MediaFormatException.malformed(
                    what,
                    "it is to show %s, where what is taken of the source is over; that is %s"
                            .formatted(seconds(time), seconds(length.get())));
        }
    }

    /// Of what is taken of the source; empty when it is not known.
    private Optional<Duration> length() {
        return PlanEstimate.length(source, settings.trim());
    }

    /// Of the picture in it: sound may go on after it, and for the rest of a frame there is no
    /// small picture more (see [StillOutput.Storyboard#shortest]).
    private Optional<Duration> pictureLength(Duration interval) {
        var picture = source.video().orElseThrow();
        var rate = picture.frameRate();
        var frame = Duration.ofNanos(Math.round(1e9 / rate.toDouble()));
        var own =
                picture.end()
                        .map(end -> end.minus(settings.trim().start()))
                        .map(end -> end.minus(StillOutput.Storyboard.shortest(frame, interval)))
                        .filter(Duration::isPositive);
        return length().map(all -> own.filter(end -> end.compareTo(all) < 0).orElse(all));
    }

    private MediaFormatException refusal(String what, String why) {
        return MediaFormatException.unsupported(source.input().name(), what + ": " + why);
    }

    private void decided(String subject, String choice, String reason) {
        decisions.add(new Decision(subject, choice, reason));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toMillis() / 1000.0);
    }
}
