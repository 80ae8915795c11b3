package dev.anabranch.media.mp4;

import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.VideoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The CMAF header of one track (ISO/IEC 23000-19, 7.3.1): `ftyp` and a `moov` without samples.
///
/// @param track whose codec is written; opaque codecs are refused by [#toBytes]
/// @param picture colour and pixel shape for the sample entry
/// @param rotationDegrees clockwise: 0, 90, 180 or 270
/// @param mediaTimeTicks where presentation starts in the media, on the track's clock, written as a
///   one-edit list (audio priming, composition delay); empty writes none
public record InitSegment(
        Track track, ContainerPicture picture, int rotationDegrees, OptionalLong mediaTimeTicks) {

    private static final int CAPACITY = 1024;
    private static final int MILLIS_PER_SECOND = 1000;

    public InitSegment {
        if (mediaTimeTicks.isPresent() && mediaTimeTicks.getAsLong() < 0) {
            throw new IllegalArgumentException("mediaTimeTicks=" + mediaTimeTicks.getAsLong());
        }
    }

    /// The header of a track whose times are written as they are.
    public static InitSegment of(Track track) {
        return new InitSegment(track, ContainerPicture.UNSPECIFIED, 0, OptionalLong.empty());
    }

    /// The header of a track read from a file: its pixel shape, colours and turn are kept, its edit
    /// list is not.
    public static InitSegment of(IndexedTrack source) {
        return new InitSegment(
                source.track(), source.picture(), source.rotationDegrees(), OptionalLong.empty());
    }

    /// The same header for a presentation that starts at `ticks` of the media.
    public InitSegment startingAt(long ticks) {
        return new InitSegment(track, picture, rotationDegrees, OptionalLong.of(ticks));
    }

    /// The bytes.
    ///
    /// @throws IllegalArgumentException when the codec is opaque
    public byte[] toBytes() {
        var out = new BoxWriter(CAPACITY);
        FileType.CMAF.write(out);
        int movie = out.begin("moov");
        new MovieHeader(0, track.timescale().ticksPerSecond(), 0).write(out, track.id() + 1);
        writeTrack(out);
        new MovieExtends(0, Map.of(track.id(), TrackExtends.of(track.id()))).write(out);
        out.end(movie);
        return out.toByteArray();
    }

    /// The header of a fragmented movie of several tracks, which is no CMAF track: a file to be
    /// saved and played as it is.
    ///
    /// @param tracks with different numbers
    /// @param durationMillis of the whole movie
    public static byte[] movie(List<InitSegment> tracks, long durationMillis) {
        var out = new BoxWriter(CAPACITY * tracks.size());
        FileType.FRAGMENTED_MOVIE.write(out);
        int movie = out.begin("moov");
        int last = tracks.stream().mapToInt(one -> one.track.id()).max().orElseThrow();
        new MovieHeader(0, MILLIS_PER_SECOND, 0).write(out, last + 1);
        var defaults = new TreeMap<Integer, TrackExtends>();
        for (var one : tracks) {
            one.writeTrack(out);
            defaults.put(one.track.id(), TrackExtends.of(one.track.id()));
        }
        new MovieExtends(durationMillis, defaults).write(out);
        out.end(movie);
        return out.toByteArray();
    }

    /// What is in a track beside its description.
    ///
    /// @param durationTicks on the movie's clock
    /// @param edits none for a track that is shown as it is
    /// @param mediaTicks how long the samples are, on the track's clock
    /// @param tables writes what comes behind `stsd`
    record Contents(
            long durationTicks, EditList edits, long mediaTicks, Consumer<BoxWriter> tables) {}

    private void writeTrack(BoxWriter out) {
        var edits =
                mediaTimeTicks.isEmpty()
                        ? EditList.NONE
                        : new EditList(
                                List.of(
                                        new EditList.Edit(
                                                0,
                                                mediaTimeTicks.getAsLong(),
                                                EditList.Edit.NORMAL_RATE)));
        writeTrack(out, new Contents(0, edits, 0, SampleTableBox::writeEmpty));
    }

    /// The `trak` with what is in it.
    void writeTrack(BoxWriter out, Contents contents) {
        int at = out.begin("trak");
        trackHeader().write(out, track.kind() == TrackKind.AUDIO, contents.durationTicks);
        if (!contents.edits.edits().isEmpty()) {
            int edits = out.begin("edts");
            contents.edits.write(out);
            out.end(edits);
        }
        writeMedia(out, contents);
        if (!track.name().isEmpty()) {
            UserName.write(out, track.name());
        }
        out.end(at);
    }

    private TrackHeader trackHeader() {
        var rotation = new Rotation(rotationDegrees, true);
        if (!(track.codec() instanceof VideoConfiguration video)) {
            return new TrackHeader(track.id(), rotation, 0, 0);
        }
        var shape = sampleAspectRatio(video);
        long width = (((long) video.width() << 16) * shape.numerator() / shape.denominator());
        return new TrackHeader(track.id(), rotation, width, (long) video.height() << 16);
    }

    private Rational sampleAspectRatio(VideoConfiguration video) {
        return video.sampleAspectRatio().equals(Rational.ONE)
                ? picture.sampleAspectRatio().orElse(Rational.ONE)
                : video.sampleAspectRatio();
    }

    private void writeMedia(BoxWriter out, Contents contents) {
        int media = out.begin("mdia");
        long ticksPerSecond = track.timescale().ticksPerSecond();
        new MediaHeader(ticksPerSecond, contents.mediaTicks, track.language()).write(out);
        if (!Language.fitsCode(track.language())) {
            new ExtendedLanguage(track.language()).write(out);
        }
        handler().write(out);
        int information = out.begin("minf");
        writeMediaHeader(out);
        DataReference.write(out);
        int table = out.begin("stbl");
        SampleDescription.write(out, track.codec(), picture);
        contents.tables.accept(out);
        out.end(table);
        out.end(information);
        out.end(media);
    }

    /// `stpp` wants the subtitle handler, `wvtt` the text handler (ISO/IEC 14496-30, 5.3 and 6.3).
    private Handler handler() {
        return track.codec().sampleEntry().equals("stpp")
                ? new Handler("subt")
                : Handler.of(track.kind());
    }

    /// `vmhd`, `smhd`, `sthd` or `nmhd` (ISO/IEC 14496-12, 8.4.5 and 12).
    private void writeMediaHeader(BoxWriter out) {
        switch (track.kind()) {
            case VIDEO -> {
                int at = out.begin("vmhd", 0, 1);
                out.zeros(8);
                out.end(at);
            }
            case AUDIO -> {
                int at = out.begin("smhd", 0, 0);
                out.zeros(4);
                out.end(at);
            }
            case TEXT ->
                    out.end(out.begin(handler().type().equals("subt") ? "sthd" : "nmhd", 0, 0));
            case METADATA -> out.end(out.begin("nmhd", 0, 0));
        }
    }
}
