package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// `stbl`: the tables that say where and when each sample is (ISO/IEC 14496-12, 8.5).
///
/// Sample groups (`sgpd`, `sbgp`), dependency flags (`sdtp`) and everything else in the box is
/// passed over: cuts fall on sync samples only, never on open random access points.
///
/// @param description the payload of `stsd`, when there is one
/// @param sync empty when every sample is a sync sample
record SampleTableBox(
        Optional<BoxReader> description,
        TimeToSample times,
        CompositionOffset offsets,
        SampleToChunk sampleToChunk,
        SampleSize sizes,
        ChunkOffset chunkOffsets,
        Optional<SyncSample> sync) {

    static SampleTableBox parse(BoxReader box) throws MediaFormatException {
        Optional<BoxReader> description = Optional.empty();
        var times = TimeToSample.EMPTY;
        var offsets = CompositionOffset.EMPTY;
        var sampleToChunk = SampleToChunk.EMPTY;
        var sizes = SampleSize.EMPTY;
        var chunkOffsets = ChunkOffset.EMPTY;
        Optional<SyncSample> sync = Optional.empty();
        for (var next = box.child(); next.isPresent(); next = box.child()) {
            var payload = next.get().payload();
            switch (next.get().type()) {
                case "stsd" -> description = Optional.of(payload);
                case "stts" -> times = TimeToSample.parse(payload);
                case "ctts" -> offsets = CompositionOffset.parse(payload);
                case "stsc" -> sampleToChunk = SampleToChunk.parse(payload);
                case "stsz" -> sizes = SampleSize.parse(payload);
                case "stz2" -> sizes = SampleSize.parseCompact(payload);
                case "stco" -> chunkOffsets = ChunkOffset.parse(payload);
                case "co64" -> chunkOffsets = ChunkOffset.parseLarge(payload);
                case "stss" -> sync = Optional.of(SyncSample.parse(payload));
                default -> {}
            }
        }
        return new SampleTableBox(
                description, times, offsets, sampleToChunk, sizes, chunkOffsets, sync);
    }

    /// Writes the five tables a track must have, without samples: those come in fragments.
    static void writeEmpty(BoxWriter out) {
        TimeToSample.EMPTY.write(out);
        SampleToChunk.EMPTY.write(out);
        SampleSize.EMPTY.write(out);
        ChunkOffset.EMPTY.write(out);
    }
}
