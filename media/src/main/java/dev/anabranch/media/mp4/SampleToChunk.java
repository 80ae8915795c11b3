package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `stsc`: how many samples the chunks hold and which sample entry they use (ISO/IEC 14496-12,
/// 8.7.4).
///
/// @param triples first chunk (from 1), samples in each chunk, sample entry (from 1) of each run of
///   chunks, unsigned
record SampleToChunk(int[] triples) {

    static final SampleToChunk EMPTY = new SampleToChunk(new int[0]);

    static SampleToChunk parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        return new SampleToChunk(box.i32s(3 * box.u32()));
    }

    void write(BoxWriter out) {
        int at = out.begin("stsc", 0, 0);
        out.u32(triples.length / 3).i32s(triples);
        out.end(at);
    }

    int count() {
        return triples.length / 3;
    }

    /// The first chunk of run `run`, from 1.
    long firstChunk(int run) {
        return Integer.toUnsignedLong(triples[3 * run]);
    }

    long samplesPerChunk(int run) {
        return Integer.toUnsignedLong(triples[3 * run + 1]);
    }

    /// The sample entry, from 1.
    long description(int run) {
        return Integer.toUnsignedLong(triples[3 * run + 2]);
    }
}
