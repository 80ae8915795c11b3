package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.InitSegment;
import dev.anabranch.media.mp4.SegmentChunk;
import dev.anabranch.media.mp4.SegmentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What of one recorded rendition goes into a clip.
///
/// @param trackId in the clip
/// @param init what all of it is decoded with
/// @param pieces one a segment
/// @param firstDecodeTicks when its first sample is decoded, on its clock in the recording
/// @param firstPresentedTicks when its first sample is presented
/// @param endTicks when its last sample has been decoded
record ClipTrack(
        int trackId,
        RecordedInit init,
        List<Piece> pieces,
        long firstDecodeTicks,
        long firstPresentedTicks,
        long endTicks) {

    /// Whole chunks of a segment's file.
    ///
    /// @param msn of the segment
    /// @param durationTicks how long they last
    record Piece(Path file, long msn, long position, long sizeBytes, long durationTicks) {}

    ClipTrack {
        pieces = List.copyOf(pieces);
    }

    /// The chunks of a stretch that belong into a clip: the first and the last segment are read,
    /// those between taken whole. With pictures it begins with the last keyframe before the start,
    /// without with the chunk that is heard then.
    ///
    /// @param fromTicks the start, presentation time on the rendition's clock
    /// @param toTicks the end
    /// @return empty when there is nothing of it
    static Optional<ClipTrack> of(Cut cut, RecordedStretch stretch, long fromTicks, long toTicks)
            throws IOException, MediaFormatException {
        var table = stretch.table();
        var init = stretch.rendition().inits().get(stretch.firstSpan().init());
        var pieces = new ArrayList<Piece>();
        var first = List.<Chunk>of();
        var last = List.<Chunk>of();
        for (int i = stretch.from(); i < stretch.to(); i++) {
            if (table.sizeBytes(i) == 0) {
                continue;
            }
            boolean isEdge = first.isEmpty() || i == stretch.to() - 1;
            var file = cut.file(stretch, i);
            if (!isEdge) {
                pieces.add(
                        new Piece(
                                file, table.msn(i), 0, table.sizeBytes(i), table.durationTicks(i)));
                continue;
            }
            var chunks = within(chunks(file, init), fromTicks, toTicks, cut.isKeyed(stretch));
            if (!chunks.isEmpty()) {
                pieces.add(piece(file, table.msn(i), chunks));
                first = first.isEmpty() ? chunks : first;
                last = chunks;
            }
        }
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var opening = first.getFirst();
        return Optional.of(
                new ClipTrack(
                        cut.trackId(),
                        init,
                        pieces,
                        opening.decodeTicks,
                        opening.presentedTicks,
                        last.getLast().decodeEndTicks));
    }

    /// Where a clip is cut.
    ///
    /// @param folder of the recording
    /// @param trackId in the clip
    record Cut(Path folder, RecordingIndex index, int trackId) {

        Path file(RecordedStretch stretch, int i) {
            return folder.resolve(stretch.rendition().name())
                    .resolve(RecordingFolder.file(index.fileNumber(stretch.table().msn(i))));
        }

        boolean isKeyed(RecordedStretch stretch) {
            return stretch.rendition().kind() == TrackKind.VIDEO;
        }
    }

    private record Chunk(
            long position,
            long sizeBytes,
            long decodeTicks,
            long decodeEndTicks,
            long presentedTicks,
            boolean isKey) {

        static Chunk of(SegmentChunk chunk, long shiftTicks) {
            var track = chunk.tracks().getFirst();
            long presented = Long.MAX_VALUE;
            long decoded = track.baseDecodeTicks();
            for (var sample : track.samples()) {
                presented = Math.min(presented, decoded + sample.compositionOffsetTicks());
                decoded += sample.durationTicks();
            }
            return new Chunk(
                    chunk.position(),
                    chunk.sizeBytes(),
                    track.baseDecodeTicks(),
                    decoded,
                    presented + shiftTicks,
                    track.samples().getFirst().isSync());
        }
    }

    private static List<Chunk> chunks(Path file, RecordedInit init)
            throws IOException, MediaFormatException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        return SegmentReader.read(bytes, init.defaults()).stream()
                .filter(chunk -> !chunk.tracks().getFirst().samples().isEmpty())
                .map(chunk -> Chunk.of(chunk, init.track().shiftTicks()))
                .toList();
    }

    private static List<Chunk> within(
            List<Chunk> chunks, long fromTicks, long toTicks, boolean isKeyed) {
        int from = 0;
        for (int i = 1; i < chunks.size(); i++) {
            boolean canBegin = !isKeyed || chunks.get(i).isKey;
            from = canBegin && chunks.get(i).presentedTicks <= fromTicks ? i : from;
        }
        int to = chunks.size();
        while (to > from && chunks.get(to - 1).presentedTicks >= toTicks) {
            to--;
        }
        return chunks.subList(from, to);
    }

    private static Piece piece(Path file, long msn, List<Chunk> chunks) {
        var first = chunks.getFirst();
        var last = chunks.getLast();
        return new Piece(
                file,
                msn,
                first.position,
                last.position + last.sizeBytes - first.position,
                last.decodeEndTicks - first.decodeTicks);
    }

    /// What is taken off its decode times, so that they begin at 0 or shortly after.
    ///
    /// @param zeroTicks when the clip begins, presentation time on the rendition's clock
    long baseTicks(long zeroTicks) {
        return Math.min(firstDecodeTicks, mediaTicks(zeroTicks));
    }

    /// Its header, with an edit that begins where the clip does.
    InitSegment header(long zeroTicks) {
        var source = init.track().track();
        var track =
                new Track(
                        trackId,
                        source.timescale(),
                        source.codec(),
                        source.language(),
                        source.name());
        long edit = mediaTicks(zeroTicks) - baseTicks(zeroTicks);
        return new InitSegment(
                track,
                init.track().picture(),
                init.track().rotationDegrees(),
                edit == 0 ? OptionalLong.empty() : OptionalLong.of(edit));
    }

    /// The time in the media of what is presented at `presentedTicks`.
    private long mediaTicks(long presentedTicks) {
        return presentedTicks - init.track().shiftTicks();
    }

    long durationTicks() {
        return endTicks - firstDecodeTicks;
    }
}
