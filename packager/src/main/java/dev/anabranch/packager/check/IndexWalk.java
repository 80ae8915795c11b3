package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.BoxReader;
import dev.anabranch.media.mp4.SegmentIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Follows the segment index of a single file, and the further indexes it names (ISO/IEC 14496-12,
/// 8.16.3).
///
/// @param namedBy the MPD
/// @param where the Representation
/// @param url the file
record IndexWalk(Survey survey, String namedBy, String where, String url) {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_ENTRIES = 1_000_000;

    /// A subsegment as the index announces it.
    record Entry(Part part, long startNanos, long durationNanos) {}

    /// @param bytes of the index range
    /// @param offset where they lie in the file
    List<Entry> walk(byte[] bytes, long offset) throws IOException, MediaFormatException {
        var entries = new ArrayList<Entry>();
        walk(bytes, offset, 0, entries);
        return entries;
    }

    private void walk(byte[] bytes, long offset, int depth, List<Entry> entries)
            throws IOException, MediaFormatException {
        var file = new BoxReader(ByteBuffer.wrap(bytes), "", offset);
        for (var box = file.child(); box.isPresent(); box = file.child()) {
            if (box.get().type().equals("sidx")) {
                var index = SegmentIndex.parse(box.get().payload());
                references(index, file.position() + index.firstOffset(), depth, entries);
                return;
            }
        }
        throw MediaFormatException.malformed(
                url + " offset " + offset, "there is no sidx in the index range");
    }

    private void references(SegmentIndex index, long from, int depth, List<Entry> entries)
            throws IOException, MediaFormatException {
        if (depth > MAX_DEPTH || entries.size() > MAX_ENTRIES) {
            throw MediaFormatException.limit(url, "subsegments", entries.size(), MAX_ENTRIES);
        }
        long at = from;
        long ticks = index.earliestPtsTicks();
        for (var reference : index.references()) {
            var part = new Part(url, at, reference.sizeBytes());
            if (reference.isIndex()) {
                var bytes = survey.bytes(part, namedBy, where);
                if (bytes.isPresent()) {
                    walk(bytes.get(), at, depth + 1, entries);
                }
            } else {
                entries.add(
                        new Entry(
                                part,
                                index.timescale().duration(ticks).toNanos(),
                                index.timescale().duration(reference.durationTicks()).toNanos()));
            }
            at += reference.sizeBytes();
            ticks += reference.durationTicks();
        }
    }
}
