package dev.anabranch.media.ts;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How the length-prefixed samples of a video track become byte stream access units, each with a
/// delimiter first and parameter sets where decoding starts.
///
/// The size of an access unit must follow from its metadata, so what samples bring along is decided
/// once, from the first sync sample: whether they begin with a delimiter, and whether sync samples
/// have parameter sets of their own. The first sample of a segment gets parameter sets in any case
/// if it is a sync sample. A sample that deviates keeps its size: see [AccessUnit].
///
/// @param lengthSize bytes of the length before each unit: 1, 2 or 4
/// @param delimiter an access unit delimiter with its start code
/// @param insertsDelimiter samples bring none
/// @param insertsParameterSets sync samples bring none
/// @param parameterSets with start codes, for each configuration of the track
@SuppressWarnings("ArrayRecordComponent")
record NalFraming(
        boolean isHevc,
        int lengthSize,
        byte[] delimiter,
        boolean insertsDelimiter,
        boolean insertsParameterSets,
        List<byte[]> parameterSets) {

    /// Any slice type, so that it is true of every access unit.
    private static final byte[] AVC_DELIMITER = {0, 0, 0, 1, 0x09, (byte) 0xF0};

    private static final byte[] HEVC_DELIMITER = {0, 0, 0, 1, 0x46, 0x01, 0x50};

    static final int START_CODE_BYTES = 4;

    static NalFraming of(IndexedTrack track, ByteSource source)
            throws IOException, MediaFormatException {
        var sets = new ArrayList<byte[]>();
        int lengthSize = 0;
        boolean isHevc = track.track().codec() instanceof HevcConfiguration;
        for (var configuration : track.configurations()) {
            var here = ParameterSets.of(configuration.codec());
            if (lengthSize != 0 && lengthSize != here.lengthSize()) {
                throw MediaFormatException.unsupported(
                        "track " + track.track().id(), "configurations differ in NAL length size");
            }
            lengthSize = here.lengthSize();
            sets.add(here.annexB());
        }
        var delimiter = isHevc ? HEVC_DELIMITER : AVC_DELIMITER;
        var assumed = new NalFraming(isHevc, lengthSize, delimiter, true, true, sets);
        return track.samples().syncCount() == 0 ? assumed : assumed.observed(track, source);
    }

    private NalFraming observed(IndexedTrack track, ByteSource source)
            throws IOException, MediaFormatException {
        var cursor = track.samples().cursor(track.samples().syncSample(0));
        if (cursor.sizeBytes() > MuxedTrack.MAX_SAMPLE_BYTES) {
            throw MuxedTrack.tooLarge(cursor);
        }
        var sample = source.read(cursor.position(), cursor.sizeBytes());
        boolean hasSets = false;
        int at = 0;
        while (at + lengthSize < sample.length) {
            int unit = at + lengthSize;
            hasSets |= isSequenceParameterSet(sample[unit]);
            long next = (long) unit + length(sample, at);
            if (next > sample.length) {
                break;
            }
            at = (int) next;
        }
        boolean hasDelimiter = sample.length > lengthSize && isDelimiter(sample[lengthSize]);
        return new NalFraming(
                isHevc, lengthSize, delimiter, !hasDelimiter, !hasSets, parameterSets);
    }

    /// What [AccessUnit] adds to a sample's units.
    int addedBytes(boolean addsParameterSets, int configurationIndex) {
        return (insertsDelimiter ? delimiter.length : 0)
                + (addsParameterSets ? parameterSets.get(configurationIndex).length : 0);
    }

    boolean addsParameterSets(boolean isSync, boolean isFirst) {
        return isSync && (isFirst || insertsParameterSets);
    }

    boolean isDelimiter(byte header) {
        return isHevc ? (header >> 1 & 0x3F) == 35 : (header & 0x1F) == 9;
    }

    private boolean isSequenceParameterSet(byte header) {
        return isHevc ? (header >> 1 & 0x3F) == 33 : (header & 0x1F) == 7;
    }

    /// The length in front of a unit, up to 2^32 - 1.
    long length(byte[] sample, int at) {
        long length = 0;
        for (int i = 0; i < lengthSize; i++) {
            length = length << 8 | sample[at + i] & 0xFF;
        }
        return length;
    }

    /// Parameter sets of one configuration with start codes, and its length size.
    @SuppressWarnings("ArrayRecordComponent")
    record ParameterSets(int lengthSize, byte[] annexB) {

        static ParameterSets of(CodecConfiguration configuration) throws MediaFormatException {
            return switch (configuration) {
                case AvcConfiguration avc -> VideoHeaders.of(avc);
                case HevcConfiguration hevc -> VideoHeaders.of(hevc);
                case CodecConfiguration other ->
                        throw MediaFormatException.unsupported(
                                "", "a track cannot mix its codec with " + other.codecString());
            };
        }
    }
}
