package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.SpectralBandReplication;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/// HE-AAC whose headers say AAC LC (implicit signalling, ISO/IEC 14496-3, 1.6.5): every ADTS stream
/// of it, and MP4 files made from those. A manifest must name what a decoder needs, so the frames
/// are asked.
final class ImplicitSignalling {

    /// SBR doubles the rate of its core, and nobody codes it above 48 kHz; so sound at usual rates
    /// is never looked into.
    private static final int MAX_CORE_HZ = 24_000;

    /// Of the first of these, each is looked at.
    private static final int FRAMES = 32;

    private static final int LC = 2;

    private ImplicitSignalling() {}

    /// `track` with the configuration its frames are made for; itself when that is what it says.
    static IndexedTrack resolved(IndexedTrack track, ByteSource source)
            throws IOException, MediaFormatException {
        boolean isCandidate =
                track.configurations().size() == 1
                        && track.samples().count() >= SpectralBandReplication.FRAMES
                        && track.track().codec() instanceof AacConfiguration aac
                        && aac.coreObjectType() == LC
                        && aac.coreSampleRateHz() <= MAX_CORE_HZ
                        && !aac.hasSpectralBandReplication()
                        && aac.hasChannelConfiguration();
        if (!isCandidate || !hasReplication(track, source)) {
            return track;
        }
        return track.withCodec(
                ((AacConfiguration) track.track().codec()).withSpectralBandReplication(false));
    }

    private static boolean hasReplication(IndexedTrack track, ByteSource source)
            throws IOException {
        var frames = new ArrayList<ByteBuffer>();
        var cursor = track.samples().cursor(0);
        do {
            if (cursor.position() > source.sizeBytes() - cursor.sizeBytes()) {
                return false;
            }
            frames.add(ByteBuffer.wrap(source.read(cursor.position(), cursor.sizeBytes())));
        } while (frames.size() < FRAMES && cursor.advance());
        return SpectralBandReplication.isIn(frames);
    }
}
