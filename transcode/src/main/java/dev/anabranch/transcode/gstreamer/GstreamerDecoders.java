package dev.anabranch.transcode.gstreamer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Decoders as elements, by ffprobe's name of a codec.
///
/// The elements are named and not left to `decodebin`: a pipeline of which the sinks do not wait
/// for each other (they must not: one encoder looks further ahead than another) and which holds a
/// `decodebin` hung in four of six runs.
final class GstreamerDecoders {

    private static final Map<String, String> ELEMENTS =
            Map.ofEntries(
                    Map.entry("h264", "h264parse ! avdec_h264"),
                    Map.entry("hevc", "h265parse ! avdec_h265"),
                    Map.entry("av1", "av1parse ! av1dec"),
                    Map.entry("vp8", "vp8dec"),
                    Map.entry("vp9", "vp9dec"),
                    Map.entry("mpeg2video", "mpegvideoparse ! avdec_mpeg2video"),
                    Map.entry("mpeg4", "mpeg4videoparse ! avdec_mpeg4"),
                    Map.entry("mjpeg", "jpegdec"),
                    Map.entry("prores", "avdec_prores"),
                    Map.entry("aac", "aacparse ! avdec_aac"),
                    Map.entry("mp3", "mpegaudioparse ! avdec_mp3"),
                    Map.entry("mp2", "mpegaudioparse ! avdec_mp2float"),
                    Map.entry("ac3", "ac3parse ! avdec_ac3"),
                    Map.entry("eac3", "ac3parse ! avdec_eac3"),
                    Map.entry("opus", "opusparse ! opusdec"),
                    Map.entry("vorbis", "vorbisdec"),
                    Map.entry("flac", "flacparse ! flacdec"),
                    Map.entry("alac", "avdec_alac"),
                    Map.entry("pcm_s16le", "identity"),
                    Map.entry("pcm_s16be", "identity"),
                    Map.entry("pcm_s24le", "identity"),
                    Map.entry("pcm_f32le", "identity"));

    private GstreamerDecoders() {}

    /// From coded frames to raw ones; empty when there is none for `codec`.
    ///
    /// @param isThere whether an element is
    static Optional<String> of(String codec, Predicate<String> isThere) {
        return Optional.ofNullable(ELEMENTS.get(codec))
                .filter(chain -> elements(chain).stream().allMatch(isThere));
    }

    private static List<String> elements(String chain) {
        return Arrays.asList(chain.split(" ! "));
    }
}
