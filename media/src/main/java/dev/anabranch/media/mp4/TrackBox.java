package dev.anabranch.media.mp4;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `trak`: one track (ISO/IEC 14496-12, 8.3).
///
/// @param name its title, empty when there is none
/// @param chapters tracks that hold this one's chapter titles and pictures (`tref/chap` of
///   QuickTime)
record TrackBox(
        TrackHeader header, EditList edits, MediaBox media, String name, Set<Long> chapters) {

    /// Readers in C take the field for a signed one and refuse or misread what is above.
    static final long MAX_TICKS_PER_SECOND = Integer.MAX_VALUE;

    static TrackBox parse(BoxReader box) throws MediaFormatException {
        Optional<TrackHeader> header = Optional.empty();
        var edits = EditList.NONE;
        Optional<MediaBox> media = Optional.empty();
        var name = "";
        Set<Long> chapters = Set.of();
        for (var next = box.child(); next.isPresent(); next = box.child()) {
            var payload = next.get().payload();
            switch (next.get().type()) {
                case "tkhd" -> header = Optional.of(TrackHeader.parse(payload));
                case "edts" -> edits = edits(payload);
                case "mdia" -> media = Optional.of(MediaBox.parse(payload));
                case "udta" -> name = UserName.parse(payload);
                case "tref" -> chapters = chapters(payload);
                default -> {}
            }
        }
        if (header.isEmpty() || media.isEmpty()) {
            throw box.malformed("it lacks " + (header.isEmpty() ? "tkhd" : "mdia"));
        }
        return new TrackBox(header.get(), edits, media.get(), name, chapters);
    }

    private static Set<Long> chapters(BoxReader box) throws MediaFormatException {
        var ids = new HashSet<Long>();
        for (var next = box.child(); next.isPresent(); next = box.child()) {
            if (next.get().type().equals("chap")) {
                var list = next.get().payload();
                while (list.remaining() >= 4 && ids.size() < MovieBox.MAX_TRACKS) {
                    ids.add(list.u32());
                }
            }
        }
        return ids;
    }

    private static EditList edits(BoxReader box) throws MediaFormatException {
        for (var next = box.child(); next.isPresent(); next = box.child()) {
            if (next.get().type().equals("elst")) {
                return EditList.parse(next.get().payload());
            }
        }
        return EditList.NONE;
    }

    /// What the track is read with beside its own boxes.
    ///
    /// @param id the number it has in the movie
    /// @param movie the movie's clock, when it has one
    /// @param isFragmented whether more samples may come in fragments
    /// @param isChapterList whether another track names it as its chapters
    record Context(
            int id,
            Optional<Timescale> movie,
            long fileBytes,
            boolean isFragmented,
            boolean isChapterList,
            Warnings warnings) {

        String trackName() {
            return "track " + id;
        }
    }

    /// The track with its samples.
    IndexedTrack index(Context context) throws MediaFormatException {
        var timescale = timescale(context);
        var tables = SampleTableBox.parse(media.tables());
        var description = description(tables.description(), context.isChapterList());
        var samples =
                new TableAssembler(tables, context.trackName(), context.warnings())
                        .assemble(description.entries().size(), context.fileBytes());
        if (!header.rotation().isExact()) {
            context.warnings()
                    .add(
                            context.trackName()
                                    + ": the picture is mirrored or turned by no quarter; it is turned by "
                                    + header.rotation().degrees()
                                    + " degrees only");
        }
        boolean isWhole = !context.isFragmented() && samples.count() == tables.sizes().count();
        var presentation =
                presentation(context, timescale, isWhole ? samples.presentationEndTicks() : -1);
        var configurations = description.configurations();
        return new IndexedTrack(
                new Track(
                        context.id(),
                        timescale,
                        configurations.getFirst().codec(),
                        media.language(),
                        name),
                samples,
                configurations,
                presentation.shiftTicks(),
                presentation.presentedTicks(),
                media.handler().kind() == TrackKind.VIDEO ? header.rotation().degrees() : 0);
    }

    private Timescale timescale(Context context) throws MediaFormatException {
        if (media.header().ticksPerSecond() == 0) {
            throw MediaFormatException.malformed(context.trackName(), "its timescale is 0");
        }
        if (media.header().ticksPerSecond() > MAX_TICKS_PER_SECOND) {
            throw MediaFormatException.limit(
                    context.trackName(),
                    "timescale",
                    media.header().ticksPerSecond(),
                    MAX_TICKS_PER_SECOND);
        }
        return new Timescale(media.header().ticksPerSecond());
    }

    private SampleDescription description(Optional<BoxReader> box, boolean isChapterList)
            throws MediaFormatException {
        var kind = media.handler().kind();
        if (isChapterList) {
            return only(SampleEntry.opaque("chap", kind, "it is a list of chapters"));
        }
        if (!media.reference().isSelfContained()) {
            return only(SampleEntry.opaque("none", kind, "its samples lie in another file"));
        }
        if (box.isEmpty()) {
            return only(SampleEntry.opaque("none", kind, "it has no sample description"));
        }
        return SampleDescription.parse(box.get(), kind);
    }

    private static SampleDescription only(SampleEntry entry) {
        return new SampleDescription(List.of(entry));
    }

    private Presentation presentation(Context context, Timescale timescale, long endTicks) {
        return Presentation.of(
                context.movie().isPresent() ? edits : edits.withoutDurations(),
                context.movie().orElse(timescale),
                timescale,
                endTicks,
                what -> context.warnings().add(context.trackName() + ": " + what));
    }
}
