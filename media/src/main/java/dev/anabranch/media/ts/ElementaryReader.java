package dev.anabranch.media.ts;

/// Makes frames of the PES packets of one elementary stream. Owned by one thread.
sealed interface ElementaryReader
        permits VideoReader, AudioReader, OpusReader, MetadataReader, ElementaryReader.Ignored {

    void packet(PesPacket packet);

    /// A packet is missing before the next.
    void lose();

    /// The stream ends or begins anew: gives out what waits for its end.
    void end();

    /// Frames or units that could not be used.
    long damaged();

    /// Whether the front part of a PES packet is of use when the rest is missing: frames of sound
    /// say themselves where they end.
    default boolean takesParts() {
        return false;
    }

    /// A stream nobody here can read.
    record Ignored() implements ElementaryReader {

        @Override
        public void packet(PesPacket packet) {}

        @Override
        public void lose() {}

        @Override
        public void end() {}

        @Override
        public long damaged() {
            return 0;
        }
    }
}
