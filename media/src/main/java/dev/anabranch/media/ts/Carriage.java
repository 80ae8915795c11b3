package dev.anabranch.media.ts;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Ac3Configuration;
import dev.anabranch.media.codec.Av1Configuration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.Eac3Configuration;
import dev.anabranch.media.codec.FlacConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.codec.TextConfiguration;
import dev.anabranch.media.codec.Vp8Configuration;
import dev.anabranch.media.codec.Vp9Configuration;
import java.util.ArrayList;
import java.util.List;

/// How each codec is carried in a transport stream that HLS players take: stream type, stream id
/// and descriptors.
final class Carriage {

    private static final int VIDEO = 0xE0;
    private static final int AUDIO = 0xC0;
    private static final int PRIVATE_STREAM_1 = 0xBD;

    /// Below it MPEG audio is MPEG-2 (ISO/IEC 13818-3), which has a stream type of its own.
    private static final int LOWEST_MPEG1_RATE_HZ = 32_000;

    private Carriage() {}

    /// The type all configurations of a track have: the program map tells it once.
    static StreamType typeOf(IndexedTrack track) throws MediaFormatException {
        var type = typeOf(track, track.track().codec());
        for (var configuration : track.configurations()) {
            if (typeOf(track, configuration.codec()) != type) {
                throw refused(
                        track,
                        "a change from %s to %s"
                                .formatted(
                                        track.track().codec().codecString(),
                                        configuration.codec().codecString()));
            }
        }
        return type;
    }

    private static StreamType typeOf(IndexedTrack track, CodecConfiguration codec)
            throws MediaFormatException {
        return switch (codec) {
            case AvcConfiguration avc -> StreamType.H264;
            case HevcConfiguration hevc -> StreamType.HEVC;
            case AacConfiguration aac -> StreamType.AAC_ADTS;
            case Mp3Configuration mp3 ->
                    mp3.sampleRateHz() < LOWEST_MPEG1_RATE_HZ
                            ? StreamType.MPEG2_AUDIO
                            : StreamType.MPEG1_AUDIO;
            case Ac3Configuration ac3 -> StreamType.AC3;
            case Eac3Configuration eac3 -> StreamType.EAC3;
            case OpaqueConfiguration opaque -> opaque(track, opaque);
            case Av1Configuration av1 -> throw refused(track, "AV1");
            case Vp9Configuration vp9 -> throw refused(track, "VP9");
            case Vp8Configuration vp8 -> throw refused(track, "VP8");
            case OpusConfiguration opus -> throw refused(track, "Opus");
            case FlacConfiguration flac -> throw refused(track, "FLAC");
            case TextConfiguration text -> throw refused(track, text.sampleEntry());
        };
    }

    private static StreamType opaque(IndexedTrack track, OpaqueConfiguration opaque)
            throws MediaFormatException {
        if (opaque.sampleEntry().equals(StreamType.ID3.sampleEntry())) {
            return StreamType.ID3;
        }
        throw refused(track, opaque.sampleEntry());
    }

    private static MediaFormatException refused(IndexedTrack track, String codec) {
        return MediaFormatException.unsupported(
                "track " + track.track().id(),
                codec
                        + " has no place in the transport streams of HLS; package it as fragmented"
                        + " MP4");
    }

    static int streamId(StreamType type) {
        return switch (type.kind()) {
            case VIDEO -> VIDEO;
            case METADATA, TEXT -> PRIVATE_STREAM_1;
            case AUDIO ->
                    type == StreamType.AC3 || type == StreamType.EAC3 ? PRIVATE_STREAM_1 : AUDIO;
        };
    }

    static List<Descriptor> descriptors(MuxedTrack track) {
        var descriptors = new ArrayList<Descriptor>();
        switch (track.type()) {
            case HEVC -> descriptors.add(Descriptor.registration("HEVC"));
            case AC3 -> descriptors.add(Descriptor.registration("AC-3"));
            case EAC3 -> descriptors.add(Descriptor.registration("EAC3"));
            case ID3 -> descriptors.add(Descriptor.id3Metadata());
            default -> {
                // H.264, AAC and MPEG audio are told by their stream type alone.
            }
        }
        Descriptor.language(track.track().track().language()).ifPresent(descriptors::add);
        return descriptors;
    }
}
