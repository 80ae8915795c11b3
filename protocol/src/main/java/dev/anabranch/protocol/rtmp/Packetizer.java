package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Makes messages of tracks and frames: legacy tags for H.264, AAC and MP3, which every program
/// reads, Enhanced RTMP for what has no legacy tag and for all tracks but the first of a kind.
///
/// Not for several threads at once.
final class Packetizer {

    /// The longest tag header: legacy 5 bytes, enhanced multitrack 7 with a composition time 10.
    static final int MAX_HEAD_BYTES = 16;

    private static final Timescale MILLIS = new Timescale(1000);

    private final byte[] head = new byte[MAX_HEAD_BYTES];

    /// How a track is sent.
    ///
    /// @param isLegacy with a tag of FLV
    /// @param multitrackId 0 for the first of its kind, which is sent without multitrack
    record Outlet(Track track, FourCc codec, boolean isLegacy, int multitrackId) {

        /// The type of its messages.
        int messageType() {
            return codec.isVideo() ? MessageType.VIDEO : MessageType.AUDIO;
        }

        /// Milliseconds of a time on the track's clock, rounded to the nearest.
        long millis(long ticks) {
            return track.timescale().convert(ticks, MILLIS, RoundingMode.HALF_UP);
        }
    }

    /// How `track` can be sent; empty when RTMP does not carry it.
    static Optional<Outlet> outlet(Track track, int multitrackId) {
        return FourCc.of(track.codec())
                .map(codec ->
                        new Outlet(track, codec, isLegacy(codec, multitrackId), multitrackId));
    }

    static boolean isTimedMetadata(Track track) {
        return track.kind() == TrackKind.METADATA
                && track.codec() instanceof OpaqueConfiguration opaque
                && opaque.sampleEntry().equals(Depacketizer.METADATA_CODEC);
    }

    /// The body of the message that tells the track's configuration; empty for codecs without.
    static Optional<byte[]> configuration(Outlet outlet) {
        var packetizer = new Packetizer();
        return CodecRecord.write(outlet.track().codec())
                .map(record -> {
                    int size = packetizer.head(outlet, true, true, 0);
                    var body = new byte[size + record.length];
                    System.arraycopy(packetizer.head, 0, body, 0, size);
                    System.arraycopy(record, 0, body, size, record.length);
                    return body;
                });
    }

    /// The bytes of the last [#frameHead].
    byte[] head() {
        return head;
    }

    /// Makes the tag header of a frame.
    ///
    /// @param compositionMillis presentation minus decode time
    /// @return its size; the bytes are in [#head]
    int frameHead(Outlet outlet, boolean isKeyframe, long compositionMillis) {
        return head(outlet, false, isKeyframe, (int) compositionMillis);
    }

    /// The body of `onMetaData` for `tracks`.
    ///
    /// @param isPublishing with the `@setDataFrame` before it that servers want
    static byte[] metadata(Collection<Track> tracks, boolean isPublishing) {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        members.put("duration", new AmfValue.Num(0));
        tracks.forEach(track -> describe(track, members));
        members.put("encoder", new AmfValue.Text("Anabranch"));
        var name = new AmfValue.Text("onMetaData");
        var told = new AmfValue.Obj(members, true);
        return isPublishing
                ? Amf0Writer.write(new AmfValue.Text("@setDataFrame"), name, told)
                : Amf0Writer.write(name, told);
    }

    private static void describe(Track track, Map<String, AmfValue> members) {
        var codec = FourCc.of(track.codec());
        if (codec.isEmpty()) {
            return;
        }
        if (track.codec() instanceof VideoConfiguration video) {
            members.putIfAbsent("width", new AmfValue.Num(video.width()));
            members.putIfAbsent("height", new AmfValue.Num(video.height()));
            video.frameRate()
                    .ifPresent(rate ->
                            members.putIfAbsent("framerate", new AmfValue.Num(rate.toDouble())));
            members.putIfAbsent("videocodecid", new AmfValue.Num(codecId(codec.get())));
        }
        if (track.codec() instanceof AudioConfiguration audio) {
            members.putIfAbsent("audiosamplerate", new AmfValue.Num(audio.sampleRateHz()));
            members.putIfAbsent("audiochannels", new AmfValue.Num(audio.channels()));
            members.putIfAbsent("stereo", new AmfValue.Bool(audio.channels() == 2));
            members.putIfAbsent("audiocodecid", new AmfValue.Num(codecId(codec.get())));
        }
    }

    /// The number of a legacy codec, the four characters of another.
    private static long codecId(FourCc codec) {
        return switch (codec) {
            case AVC -> VideoTag.LEGACY_AVC;
            case AAC -> AudioTag.LEGACY_AAC;
            case MP3 -> AudioTag.LEGACY_MP3;
            case HEVC, AV1, VP9, OPUS, AC3, EAC3, FLAC -> Integer.toUnsignedLong(codec.value());
        };
    }

    private static boolean isLegacy(FourCc codec, int multitrackId) {
        return multitrackId == 0
                && (codec == FourCc.AVC || codec == FourCc.AAC || codec == FourCc.MP3);
    }

    private int head(
            Outlet outlet, boolean isConfiguration, boolean isKeyframe, int compositionMillis) {
        if (outlet.codec().isVideo()) {
            return video(outlet, isConfiguration, isKeyframe, compositionMillis);
        }
        return audio(outlet, isConfiguration);
    }

    private int video(
            Outlet outlet, boolean isConfiguration, boolean isKeyframe, int compositionMillis) {
        int frameType = (isKeyframe ? VideoTag.KEYFRAME : VideoTag.INTER_FRAME) << 4;
        if (outlet.isLegacy()) {
            head[0] = (byte) (frameType | VideoTag.LEGACY_AVC);
            head[1] = (byte) (isConfiguration ? 0 : 1);
            return s24(2, compositionMillis);
        }
        boolean isTimed = outlet.codec().hasCompositionTime() && compositionMillis != 0;
        int packetType =
                isConfiguration
                        ? VideoTag.SEQUENCE_START
                        : isTimed || !outlet.codec().hasCompositionTime()
                                ? VideoTag.CODED_FRAMES
                                : VideoTag.CODED_FRAMES_X;
        int at = enhanced(outlet, VideoTag.EX_HEADER | frameType, packetType, VideoTag.MULTITRACK);
        return isTimed ? s24(at, compositionMillis) : at;
    }

    private int audio(Outlet outlet, boolean isConfiguration) {
        if (outlet.isLegacy()) {
            boolean isAac = outlet.codec() == FourCc.AAC;
            int format = isAac ? AudioTag.LEGACY_AAC : AudioTag.LEGACY_MP3;
            head[0] = (byte) (format << 4 | AudioTag.LEGACY_SOUND);
            head[1] = (byte) (isConfiguration ? 0 : 1);
            return isAac ? 2 : 1;
        }
        int packetType = isConfiguration ? AudioTag.SEQUENCE_START : AudioTag.CODED_FRAMES;
        return enhanced(outlet, AudioTag.EX_HEADER << 4, packetType, AudioTag.MULTITRACK);
    }

    private int enhanced(Outlet outlet, int first, int packetType, int multitrack) {
        int at = 0;
        boolean isMultitrack = outlet.multitrackId() > 0;
        head[at++] = (byte) (first | (isMultitrack ? multitrack : packetType));
        if (isMultitrack) {
            head[at++] = (byte) (TagReader.ONE_TRACK << 4 | packetType);
        }
        int code = outlet.codec().value();
        for (int shift = 24; shift >= 0; shift -= 8) {
            head[at++] = (byte) (code >>> shift);
        }
        if (isMultitrack) {
            head[at++] = (byte) outlet.multitrackId();
        }
        return at;
    }

    private int s24(int at, int value) {
        head[at] = (byte) (value >> 16);
        head[at + 1] = (byte) (value >> 8);
        head[at + 2] = (byte) value;
        return at + 3;
    }
}
