package dev.anabranch.media.ts;

import dev.anabranch.media.TrackKind;

/// What an elementary stream carries, as its programme map says it (ISO/IEC 13818-1, table 2-34,
/// with the additions of ATSC, SCTE, DVB and Apple).
///
/// The number alone does not always tell: 0x06 is private data that a registration or another
/// descriptor explains.
enum StreamType {
    MPEG1_VIDEO(0x01, TrackKind.VIDEO, "mp1v"),
    MPEG2_VIDEO(0x02, TrackKind.VIDEO, "mp2v"),
    MPEG1_AUDIO(0x03, TrackKind.AUDIO, "mp3 "),
    MPEG2_AUDIO(0x04, TrackKind.AUDIO, "mp3 "),
    PRIVATE_SECTIONS(0x05, TrackKind.METADATA, "sect"),
    PRIVATE_DATA(0x06, TrackKind.METADATA, "priv"),
    AAC_ADTS(0x0F, TrackKind.AUDIO, "mp4a"),
    MPEG4_VIDEO(0x10, TrackKind.VIDEO, "mp4v"),
    AAC_LATM(0x11, TrackKind.AUDIO, "latm"),
    ID3(0x15, TrackKind.METADATA, "ID3 "),
    H264(0x1B, TrackKind.VIDEO, "avc1"),
    HEVC(0x24, TrackKind.VIDEO, "hvc1"),
    VVC(0x33, TrackKind.VIDEO, "vvc1"),
    AC3(0x81, TrackKind.AUDIO, "ac-3"),
    DTS(0x82, TrackKind.AUDIO, "dtsc"),
    SCTE35(0x86, TrackKind.METADATA, "scte"),
    EAC3(0x87, TrackKind.AUDIO, "ec-3"),
    OPUS(0x06, TrackKind.AUDIO, "Opus"),
    OTHER(-1, TrackKind.METADATA, "data");

    private final int code;
    private final TrackKind kind;
    private final String sampleEntry;

    StreamType(int code, TrackKind kind, String sampleEntry) {
        this.code = code;
        this.kind = kind;
        this.sampleEntry = sampleEntry;
    }

    /// The stream_type byte, -1 for [#OTHER].
    int code() {
        return code;
    }

    TrackKind kind() {
        return kind;
    }

    /// The four-character code the same bytes have in MP4, or one of ours where they have none.
    String sampleEntry() {
        return sampleEntry;
    }

    /// The type a stream_type byte stands for by itself.
    static StreamType of(int code) {
        for (var type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return OTHER;
    }
}
