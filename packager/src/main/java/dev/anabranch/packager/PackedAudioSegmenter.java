package dev.anabranch.packager;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Ac3Configuration;
import dev.anabranch.media.codec.Eac3Configuration;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.ts.MuxedTrack;
import dev.anabranch.media.ts.PackedAudioMuxer;
import dev.anabranch.media.ts.SampleRange;
import java.io.IOException;
import java.util.List;

/// Segments of bare audio frames behind an ID3 timestamp (draft-pantos-hls-rfc8216bis, 3.1.4), on
/// the timeline of [TransportSegmenter].
final class PackedAudioSegmenter implements Segmenter {

    private final PackedAudioMuxer muxer;
    private final int[] cuts;
    private final MediaType mediaType;

    /// @param cuts the samples at the cuts, one more than there are segments
    PackedAudioSegmenter(MuxedTrack track, int[] cuts) throws MediaFormatException {
        muxer = new PackedAudioMuxer(track, TransportSegmenter.OFFSET_TICKS);
        this.cuts = cuts.clone();
        mediaType =
                switch (track.track().track().codec()) {
                    case AacConfiguration aac -> MediaType.ADTS;
                    case Mp3Configuration mp3 -> MediaType.MPEG_AUDIO;
                    case Ac3Configuration ac3 -> MediaType.AC3;
                    case Eac3Configuration eac3 -> MediaType.EAC3;
                    default ->
                            throw MediaFormatException.unsupported(
                                    "",
                                    track.track().track().codec().codecString()
                                            + " cannot be packed audio; package it as CMAF");
                };
    }

    @Override
    public MediaType mediaType() {
        return mediaType;
    }

    @Override
    public Content segment(int n) throws MediaFormatException {
        var range = range(n);
        return new Content(
                mediaType,
                List.of(new Slice.Generated(muxer.sizeBytes(range), sink -> write(range, sink))));
    }

    @Override
    public long segmentBytes(int n) throws MediaFormatException {
        return muxer.sizeBytes(range(n));
    }

    @Override
    public List<KeyPicture> keyPictures(int n) {
        return List.of();
    }

    private SampleRange range(int n) {
        return new SampleRange(cuts[n], cuts[n + 1]);
    }

    private void write(SampleRange range, Slice.Sink sink) throws IOException {
        try {
            muxer.write(range, sink::write);
        } catch (MediaFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
