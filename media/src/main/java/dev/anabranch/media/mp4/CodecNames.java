package dev.anabranch.media.mp4;

import dev.anabranch.media.TrackKind;
import java.util.Map;

/// Four-character codes in words, for the reason a track cannot be used.
final class CodecNames {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("mp4v", "MPEG-4 Visual"),
                    Map.entry("s263", "H.263"),
                    Map.entry("h263", "H.263"),
                    Map.entry("H263", "H.263"),
                    Map.entry("mp1v", "MPEG-1 video"),
                    Map.entry("mp2v", "MPEG-2 video"),
                    Map.entry("m2v1", "MPEG-2 video"),
                    Map.entry("hdv2", "HDV (MPEG-2 video)"),
                    Map.entry("xd5b", "XDCAM (MPEG-2 video)"),
                    Map.entry("jpeg", "Motion JPEG"),
                    Map.entry("mjpa", "Motion JPEG"),
                    Map.entry("mjpb", "Motion JPEG"),
                    Map.entry("png ", "PNG"),
                    Map.entry("apch", "Apple ProRes"),
                    Map.entry("apcn", "Apple ProRes"),
                    Map.entry("apcs", "Apple ProRes"),
                    Map.entry("apco", "Apple ProRes"),
                    Map.entry("ap4h", "Apple ProRes"),
                    Map.entry("ap4x", "Apple ProRes"),
                    Map.entry("AVdn", "Avid DNxHD"),
                    Map.entry("AVdh", "Avid DNxHR"),
                    Map.entry("CFHD", "GoPro CineForm"),
                    Map.entry("dvcp", "DV"),
                    Map.entry("dvc ", "DV"),
                    Map.entry("SVQ1", "Sorenson Video"),
                    Map.entry("SVQ3", "Sorenson Video 3"),
                    Map.entry("vc-1", "VC-1"),
                    Map.entry("vvc1", "H.266 (VVC)"),
                    Map.entry("vvi1", "H.266 (VVC)"),
                    Map.entry("evc1", "MPEG-5 EVC"),
                    Map.entry("mvc1", "H.264 multiview"),
                    Map.entry("alac", "Apple Lossless"),
                    Map.entry("samr", "AMR"),
                    Map.entry("sawb", "AMR-WB"),
                    Map.entry("sawp", "AMR-WB+"),
                    Map.entry("twos", "uncompressed sound (PCM)"),
                    Map.entry("sowt", "uncompressed sound (PCM)"),
                    Map.entry("lpcm", "uncompressed sound (PCM)"),
                    Map.entry("ipcm", "uncompressed sound (PCM)"),
                    Map.entry("fpcm", "uncompressed sound (PCM)"),
                    Map.entry("in24", "uncompressed sound (PCM)"),
                    Map.entry("in32", "uncompressed sound (PCM)"),
                    Map.entry("fl32", "uncompressed sound (PCM)"),
                    Map.entry("fl64", "uncompressed sound (PCM)"),
                    Map.entry("raw ", "uncompressed sound (PCM)"),
                    Map.entry("NONE", "uncompressed sound (PCM)"),
                    Map.entry("ulaw", "G.711"),
                    Map.entry("alaw", "G.711"),
                    Map.entry("ima4", "IMA ADPCM"),
                    Map.entry("QDM2", "QDesign Music"),
                    Map.entry("wma ", "Windows Media Audio"),
                    Map.entry("dtsc", "DTS"),
                    Map.entry("dtsh", "DTS-HD"),
                    Map.entry("dtsl", "DTS-HD"),
                    Map.entry("dtse", "DTS Express"),
                    Map.entry("dtsx", "DTS:X"),
                    Map.entry("mlpa", "Dolby TrueHD"),
                    Map.entry("ac-4", "AC-4"),
                    Map.entry("mha1", "MPEG-H 3D Audio"),
                    Map.entry("mhm1", "MPEG-H 3D Audio"),
                    Map.entry("iamf", "IAMF"),
                    Map.entry("text", "QuickTime text"),
                    Map.entry("c608", "CEA-608 captions"),
                    Map.entry("c708", "CEA-708 captions"),
                    Map.entry("mp4s", "DVD subtitles"),
                    Map.entry("tmcd", "time code"),
                    Map.entry("mebx", "timed metadata"),
                    Map.entry("mett", "timed metadata"),
                    Map.entry("metx", "timed metadata"),
                    Map.entry("urim", "timed metadata"),
                    Map.entry("gpmd", "GoPro telemetry"),
                    Map.entry("rtp ", "an RTP hint track"),
                    Map.entry("avc1", "H.264"),
                    Map.entry("avc3", "H.264"),
                    Map.entry("hvc1", "HEVC"),
                    Map.entry("hev1", "HEVC"),
                    Map.entry("dvh1", "HEVC (Dolby Vision)"),
                    Map.entry("dvhe", "HEVC (Dolby Vision)"),
                    Map.entry("av01", "AV1"),
                    Map.entry("vp08", "VP8"),
                    Map.entry("vp09", "VP9"),
                    Map.entry("mp4a", "MPEG-4 audio"),
                    Map.entry(".mp3", "MP3"),
                    Map.entry("ac-3", "AC-3"),
                    Map.entry("ec-3", "E-AC-3"),
                    Map.entry("fLaC", "FLAC"));

    private CodecNames() {}

    /// The name, or the code itself in quotation marks.
    static String of(String type) {
        return NAMES.getOrDefault(type, "“" + BoxReader.printable(type) + "”");
    }

    /// Why a type that is read by nobody here is not handled.
    static String reason(String type, TrackKind kind) {
        return switch (kind) {
            case METADATA -> of(type) + " is not packaged";
            case VIDEO, AUDIO, TEXT -> of(type) + " cannot be carried in HLS";
        };
    }
}
