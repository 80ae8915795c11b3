package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Av1Configuration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The description of a stream as GStreamer writes it: a media type and fields with their types.
///
/// ```
/// video/x-h264, codec_data=(buffer)0164..., stream-format=(string)avc, ...
/// audio/x-opus, rate=(int)48000, streamheader=(buffer)< 4f707573486561..., 4f70757354... >
/// ```
final class GstreamerCaps {

    private static final Pattern CODEC_DATA =
            Pattern.compile("codec_data=\\(buffer\\)([0-9a-fA-F]+)");
    private static final Pattern STREAM_HEADER =
            Pattern.compile("streamheader=\\(buffer\\)< ?([0-9a-fA-F]+)");

    private GstreamerCaps() {}

    /// What the decoder is set up with.
    ///
    /// @param first access unit, for AV1 says it all itself
    static CodecConfiguration configuration(String caps, ByteBuffer first)
            throws MediaFormatException {
        var type = caps.split("[,;]", 2)[0].strip();
        return switch (type) {
            case "video/x-h264" -> AvcConfiguration.parse(field(CODEC_DATA, caps));
            case "video/x-h265" -> HevcConfiguration.parse(field(CODEC_DATA, caps));
            case "video/x-av1" -> Av1Configuration.of(first);
            case "audio/mpeg" -> AacConfiguration.ofAudioSpecificConfig(field(CODEC_DATA, caps));
            case "audio/x-opus" -> OpusConfiguration.parseHead(field(STREAM_HEADER, caps));
            default -> throw MediaFormatException.unsupported("caps", type);
        };
    }

    private static ByteBuffer field(Pattern field, String caps) throws MediaFormatException {
        var matcher = field.matcher(caps);
        if (!matcher.find() || matcher.group(1).length() % 2 != 0) {
            throw MediaFormatException.malformed("caps", "no configuration of the codec");
        }
        return ByteBuffer.wrap(HexFormat.of().parseHex(matcher.group(1)));
    }
}
