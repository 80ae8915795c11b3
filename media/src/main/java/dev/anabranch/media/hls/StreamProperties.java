package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes that EXT-X-STREAM-INF and EXT-X-I-FRAME-STREAM-INF share (4.4.6.2, 4.4.6.3).
///
/// @param bandwidth the peak segment bit rate in bits per second
/// @param averageBandwidth the average segment bit rate in bits per second
/// @param score relative quality, at least 0
/// @param codecs RFC 6381 formats
/// @param supplementalCodecs enhancement layers with their brands, such as `dvh1.08.07/db4h`
/// @param resolution the optimal one to display the video at
/// @param hdcpLevel the output protection it may need
/// @param allowedCpc entries `<KEYFORMAT>:<label>/<label>`
/// @param videoRange null means SDR
/// @param reqVideoLayout View Presentation Entries, such as `CH-STEREO/PROJ-HEQU`
/// @param stableVariantId an identifier that outlives a change of the URI
/// @param video the GROUP-ID of its video renditions
/// @param pathwayId the content steering pathway; null means `.`
public record StreamProperties(
        long bandwidth,
        @Nullable Long averageBandwidth,
        @Nullable Decimal score,
        List<String> codecs,
        List<String> supplementalCodecs,
        @Nullable Resolution resolution,
        @Nullable HdcpLevel hdcpLevel,
        List<String> allowedCpc,
        @Nullable VideoRange videoRange,
        List<String> reqVideoLayout,
        @Nullable String stableVariantId,
        @Nullable String video,
        @Nullable String pathwayId) {

    /// Output protection.
    public enum HdcpLevel {
        NONE,
        TYPE_0,
        TYPE_1;

        /// As in the playlist.
        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    /// The transfer function of the video.
    public enum VideoRange {
        SDR,
        HLG,
        PQ;

        private static final int TRANSFER_PQ = 16;
        private static final int TRANSFER_HLG = 18;

        /// The range of video with this TransferCharacteristics code point (ISO/IEC 23091-2).
        public static VideoRange of(int transferCharacteristics) {
            return switch (transferCharacteristics) {
                case TRANSFER_PQ -> PQ;
                case TRANSFER_HLG -> HLG;
                default -> SDR;
            };
        }
    }

    public StreamProperties {
        codecs = List.copyOf(codecs);
        supplementalCodecs = List.copyOf(supplementalCodecs);
        allowedCpc = List.copyOf(allowedCpc);
        reqVideoLayout = List.copyOf(reqVideoLayout);
        if (bandwidth < 0) {
            throw new IllegalArgumentException("bandwidth=" + bandwidth);
        }
    }

    public static Builder builder(long bandwidth) {
        return new Builder(bandwidth);
    }

    static StreamProperties parse(AttributeReader in) throws LineException {
        return new StreamProperties(
                in.integerOr("BANDWIDTH", 0),
                in.integerOrNull("AVERAGE-BANDWIDTH"),
                in.decimalOrNull("SCORE"),
                in.list("CODECS"),
                in.list("SUPPLEMENTAL-CODECS"),
                in.resolutionOrNull("RESOLUTION"),
                in.enumeratedOrNull("HDCP-LEVEL", HdcpLevel.values()),
                in.list("ALLOWED-CPC"),
                in.enumeratedOrNull("VIDEO-RANGE", VideoRange.values()),
                in.list("REQ-VIDEO-LAYOUT"),
                in.quotedOrNull("STABLE-VARIANT-ID"),
                in.quotedOrNull("VIDEO"),
                in.quotedOrNull("PATHWAY-ID"));
    }

    AttributeWriter write(AttributeWriter out) {
        return out.integer("BANDWIDTH", bandwidth)
                .integer("AVERAGE-BANDWIDTH", averageBandwidth)
                .decimal("SCORE", score)
                .list("CODECS", ",", codecs)
                .list("SUPPLEMENTAL-CODECS", ",", supplementalCodecs)
                .plain("RESOLUTION", resolution == null ? null : resolution.toString())
                .plain("HDCP-LEVEL", hdcpLevel == null ? null : hdcpLevel.toString())
                .list("ALLOWED-CPC", ",", allowedCpc)
                .plain("VIDEO-RANGE", videoRange == null ? null : videoRange.name())
                .list("REQ-VIDEO-LAYOUT", ",", reqVideoLayout)
                .quoted("STABLE-VARIANT-ID", stableVariantId)
                .quoted("VIDEO", video)
                .quoted("PATHWAY-ID", pathwayId);
    }

    /// Collects the optional attributes; owned by one thread.
    public static final class Builder {

        private final long bandwidth;
        private @Nullable Long averageBandwidth;
        private @Nullable Decimal score;
        private List<String> codecs = List.of();
        private List<String> supplementalCodecs = List.of();
        private @Nullable Resolution resolution;
        private @Nullable HdcpLevel hdcpLevel;
        private List<String> allowedCpc = List.of();
        private @Nullable VideoRange videoRange;
        private List<String> reqVideoLayout = List.of();
        private @Nullable String stableVariantId;
        private @Nullable String video;
        private @Nullable String pathwayId;

        private Builder(long bandwidth) {
            this.bandwidth = bandwidth;
        }

        public Builder averageBandwidth(long value) {
            averageBandwidth = value;
            return this;
        }

        public Builder score(@Nullable Decimal value) {
            score = value;
            return this;
        }

        public Builder codecs(List<String> value) {
            codecs = value;
            return this;
        }

        public Builder supplementalCodecs(List<String> value) {
            supplementalCodecs = value;
            return this;
        }

        public Builder resolution(int width, int height) {
            resolution = new Resolution(width, height);
            return this;
        }

        public Builder hdcpLevel(@Nullable HdcpLevel value) {
            hdcpLevel = value;
            return this;
        }

        public Builder allowedCpc(List<String> value) {
            allowedCpc = value;
            return this;
        }

        public Builder videoRange(@Nullable VideoRange value) {
            videoRange = value;
            return this;
        }

        public Builder reqVideoLayout(List<String> value) {
            reqVideoLayout = value;
            return this;
        }

        public Builder stableVariantId(@Nullable String value) {
            stableVariantId = value;
            return this;
        }

        public Builder video(@Nullable String value) {
            video = value;
            return this;
        }

        public Builder pathwayId(@Nullable String value) {
            pathwayId = value;
            return this;
        }

        public StreamProperties build() {
            return new StreamProperties(
                    bandwidth,
                    averageBandwidth,
                    score,
                    codecs,
                    supplementalCodecs,
                    resolution,
                    hdcpLevel,
                    allowedCpc,
                    videoRange,
                    reqVideoLayout,
                    stableVariantId,
                    video,
                    pathwayId);
        }
    }
}
