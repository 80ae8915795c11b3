package dev.anabranch.transcode.gstreamer;

import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.SourceVideo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What takes a container apart, and how it names its streams. A container is taken apart by the
/// element for it and nothing else is opened: no playlist, no reference to another file.
enum GstreamerDemuxer {
    MP4("qtdemux", Pads.NUMBERED, "mov,mp4"),
    MATROSKA("matroskademux", Pads.NUMBERED, "matroska,webm"),
    AVI("avidemux", Pads.NUMBERED, "avi"),
    FLV("flvdemux", Pads.ONE_EACH, "flv"),
    TRANSPORT_STREAM("tsdemux", Pads.BY_CAPS, "mpegts"),
    PROGRAM_STREAM("mpegpsdemux", Pads.BY_CAPS, "mpeg"),
    WAVE("wavparse", Pads.ALONE, "wav"),
    MP3("mpegaudioparse", Pads.ALONE, "mp3"),
    ADTS("aacparse", Pads.ALONE, "aac"),
    FLAC("flacparse", Pads.ALONE, "flac");

    private enum Pads {
        NUMBERED,
        ONE_EACH,
        BY_CAPS,
        ALONE
    }

    /// How ffprobe's names of codecs are called, where a stream is found by what it carries.
    private static final List<List<String>> CAPS =
            List.of(
                    List.of("h264", "video/x-h264"),
                    List.of("hevc", "video/x-h265"),
                    List.of("mpeg2video", "video/mpeg,mpegversion=2"),
                    List.of("mpeg4", "video/mpeg,mpegversion=4"),
                    List.of("aac", "audio/mpeg,mpegversion=(int){2,4}"),
                    List.of("mp2", "audio/mpeg,mpegversion=1"),
                    List.of("mp3", "audio/mpeg,mpegversion=1"),
                    List.of("ac3", "audio/x-ac3"),
                    List.of("eac3", "audio/x-eac3"),
                    List.of("opus", "audio/x-opus"));

    private final String element;
    private final Pads pads;
    private final String containers;

    /// @param containers as ffprobe names them
    GstreamerDemuxer(String element, Pads pads, String containers) {
        this.element = element;
        this.pads = pads;
        this.containers = containers;
    }

    /// The one for a container as ffprobe names it, in the first of its words.
    static Optional<GstreamerDemuxer> of(String container) {
        var first = container.split(",")[0];
        return Arrays.stream(values())
                .filter(one -> List.of(one.containers.split(",")).contains(first))
                .findFirst();
    }

    String element() {
        return element;
    }

    /// How the picture is asked for; empty when it cannot be.
    Optional<List<String>> video(Source source, SourceVideo video) {
        return switch (pads) {
            case NUMBERED -> Optional.of(List.of("demux.video_" + ordinal(source, video)));
            case ONE_EACH -> Optional.of(List.of("demux.video"));
            case BY_CAPS -> caps(video.codec());
            case ALONE -> Optional.empty();
        };
    }

    /// How a sound is asked for; empty when it cannot be.
    Optional<List<String>> audio(Source source, SourceAudio audio) {
        int number = source.audio().indexOf(audio);
        return switch (pads) {
            case NUMBERED -> Optional.of(List.of("demux.audio_" + number));
            case ONE_EACH -> number == 0 ? Optional.of(List.of("demux.audio")) : Optional.empty();
            case BY_CAPS -> source.audio().size() == 1 ? caps(audio.codec()) : Optional.empty();
            case ALONE -> number == 0 ? Optional.of(List.of("demux.")) : Optional.empty();
        };
    }

    private static Optional<List<String>> caps(String codec) {
        return CAPS.stream()
                .filter(pair -> pair.getFirst().equals(codec))
                .findFirst()
                .map(pair -> List.of("demux.", "!", pair.getLast()));
    }

    /// How many pictures come before it: streams before it that are nothing else.
    private static long ordinal(Source source, SourceVideo video) {
        long others =
                source.audio().stream().filter(one -> one.index() < video.index()).count()
                        + source.subtitles().stream()
                                .filter(one -> one.index() < video.index())
                                .count();
        return Math.max(0, video.index() - others);
    }
}
