package dev.anabranch.media.ts;

import java.util.Arrays;

/// Timed ID3: each PES packet is one tag. Owned by one thread.
final class MetadataReader implements ElementaryReader {

    private final TrackOutput output;
    private long damaged;

    MetadataReader(TrackOutput output) {
        this.output = output;
    }

    @Override
    public void packet(PesPacket packet) {
        if (!packet.hasTimes()) {
            damaged++;
            return;
        }
        var tag = Arrays.copyOfRange(packet.bytes(), packet.from(), packet.to());
        output.frame(new TrackOutput.Times(packet.dts(), packet.pts(), 0), true, tag);
    }

    @Override
    public void lose() {}

    @Override
    public void end() {}

    @Override
    public long damaged() {
        return damaged;
    }
}
