package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.Ac3Configuration;
import dev.anabranch.media.codec.Ac3Header;
import dev.anabranch.media.codec.AdtsHeader;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.Eac3Configuration;
import dev.anabranch.media.codec.Eac3Header;
import dev.anabranch.media.codec.Mp3Configuration;
import dev.anabranch.media.codec.MpegAudioHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The ways in which coded sound frames say themselves where they begin and end.
enum AudioSyntax {
    ADTS(AdtsHeader.BYTES),
    MPEG(MpegAudioHeader.BYTES),
    /// AC-3 and E-AC-3, which share the sync word.
    DOLBY(Ac3Header.BYTES);

    /// One frame as its header tells it.
    ///
    /// @param bytes header and payload
    /// @param headerBytes what the same frame in MP4 does not have
    /// @param samples a channel, at `sampleRateHz`; 0 when the frame belongs to the one before
    /// @param format equal for frames of equal configuration
    record Header(int bytes, int headerBytes, int samples, int sampleRateHz, long format) {

        boolean startsAccessUnit() {
            return samples > 0;
        }
    }

    private final int headerBytes;

    AudioSyntax(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    /// Bytes [#header] needs.
    int headerBytes() {
        return headerBytes;
    }

    /// The frame that begins at the buffer's position, or `null` when none does.
    @Nullable Header header(ByteBuffer bytes) {
        if (bytes.remaining() < headerBytes) {
            return null;
        }
        try {
            return switch (this) {
                case ADTS -> AdtsHeader.isSync(bytes) ? adts(bytes) : null;
                case MPEG -> MpegAudioHeader.isSync(bytes) ? mpeg(bytes) : null;
                case DOLBY -> Ac3Header.isSync(bytes) ? dolby(bytes) : null;
            };
        } catch (MediaFormatException noFrame) {
            // Four of 65536 pairs of bytes look like a sync word; the caller counts what it skips.
            return null;
        }
    }

    private static @Nullable Header adts(ByteBuffer bytes) throws MediaFormatException {
        var header = AdtsHeader.parse(bytes);
        if (header.rawDataBlocks() != 1 || header.frameBytes() <= header.headerBytes()) {
            return null;
        }
        long format =
                header.sampleRateHz() * 64L
                        + header.objectType() * 8L
                        + header.channelConfiguration();
        return new Header(
                header.frameBytes(),
                header.headerBytes(),
                header.samples(),
                header.sampleRateHz(),
                format);
    }

    private static Header mpeg(ByteBuffer bytes) throws MediaFormatException {
        var header = MpegAudioHeader.parse(bytes);
        long format = header.sampleRateHz() * 64L + header.layer() * 8L + header.channels();
        return new Header(header.frameBytes(), 0, header.samples(), header.sampleRateHz(), format);
    }

    @SuppressWarnings("EnumOrdinal") // formats are only told from each other
    private static Header dolby(ByteBuffer bytes) throws MediaFormatException {
        if (!Ac3Header.isEnhanced(bytes)) {
            var header = Ac3Header.parse(bytes);
            long format = Ac3Configuration.of(header).hashCode() & 0xFFFF_FFFFL;
            return new Header(
                    header.frameBytes(), 0, header.samples(), header.sampleRateHz(), format);
        }
        var header = Eac3Header.parse(bytes);
        long format = header.type().ordinal() + 4L * header.substream();
        format = format * 8 + header.audioCodingMode();
        format = format * 2 + (header.hasLowFrequency() ? 1 : 0);
        format = format * 65_536 + header.channelMap();
        format = format * 64 + header.jointObjects();
        format = format * 65_536 + header.sampleRateHz();
        int samples = header.startsAccessUnit() ? header.samples() : 0;
        return new Header(header.frameBytes(), 0, samples, header.sampleRateHz(), ~format);
    }

    /// The configuration of the access unit that fills the buffer.
    AudioConfiguration configuration(ByteBuffer accessUnit) throws MediaFormatException {
        return switch (this) {
            case ADTS -> AacConfiguration.ofAdts(accessUnit);
            case MPEG -> mpegConfiguration(MpegAudioHeader.parse(accessUnit));
            case DOLBY ->
                    Ac3Header.isEnhanced(accessUnit)
                            ? eac3(accessUnit)
                            : Ac3Configuration.of(Ac3Header.parse(accessUnit));
        };
    }

    private static AudioConfiguration mpegConfiguration(MpegAudioHeader header) {
        return Mp3Configuration.of(header);
    }

    private static AudioConfiguration eac3(ByteBuffer accessUnit) throws MediaFormatException {
        var headers = new ArrayList<Eac3Header>();
        int at = accessUnit.position();
        while (at + Eac3Header.BYTES <= accessUnit.limit()) {
            var rest = accessUnit.slice(at, accessUnit.limit() - at);
            var header = Eac3Header.parse(rest);
            int size = Math.min(header.frameBytes(), rest.remaining());
            headers.add(Eac3Header.parse(rest.slice(0, size)));
            at += header.frameBytes();
        }
        return Eac3Configuration.of(headers);
    }
}
