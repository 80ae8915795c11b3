package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// One encoding of the content of its set (5.3.5).
///
/// @param id unique in its Period, without white space
/// @param bandwidth bits per second that let a player start after the MPD's minBufferTime and never
///   stall
public record Representation(
        String id,
        Optional<Long> bandwidth,
        Optional<Long> qualityRanking,
        Optional<String> dependencyId,
        Optional<String> associationId,
        Optional<String> associationType,
        Optional<String> mediaStreamStructureId,
        Common common,
        List<BaseUrl> baseUrls,
        List<SubRepresentation> subRepresentations,
        SegmentInformation segments,
        Extras extras) {

    public Representation {
        baseUrls = List.copyOf(baseUrls);
        subRepresentations = List.copyOf(subRepresentations);
    }

    public static Builder builder() {
        return new Builder();
    }

    static Representation parse(ElementReader in) throws MediaFormatException {
        return new Representation(
                in.required("id"),
                in.u32("bandwidth"),
                in.u32("qualityRanking"),
                in.string("dependencyId"),
                in.string("associationId"),
                in.string("associationType"),
                in.string("mediaStreamStructureId"),
                Common.parse(in),
                in.children("BaseURL", BaseUrl::parse),
                in.children("SubRepresentation", SubRepresentation::parse),
                SegmentInformation.parse(in),
                in.extras());
    }

    void write(ElementWriter out) {
        out.required("id", id);
        out.attribute("bandwidth", bandwidth);
        out.attribute("qualityRanking", qualityRanking);
        out.attribute("dependencyId", dependencyId);
        out.attribute("associationId", associationId);
        out.attribute("associationType", associationType);
        out.attribute("mediaStreamStructureId", mediaStreamStructureId);
        common.write(out);
        out.children("BaseURL", baseUrls, BaseUrl::write);
        out.children("SubRepresentation", subRepresentations, SubRepresentation::write);
        segments.write(out);
        out.extras(extras);
    }

    /// Collects the parts of [Representation]; what is not said stays out. Owned by one thread.
    public static final class Builder {
        private String id = "";
        private Optional<Long> bandwidth = Optional.empty();
        private Optional<Long> qualityRanking = Optional.empty();
        private Optional<String> dependencyId = Optional.empty();
        private Optional<String> associationId = Optional.empty();
        private Optional<String> associationType = Optional.empty();
        private Optional<String> mediaStreamStructureId = Optional.empty();
        private Common common = Common.NONE;
        private List<BaseUrl> baseUrls = List.of();
        private List<SubRepresentation> subRepresentations = List.of();
        private SegmentInformation segments = SegmentInformation.NONE;
        private Extras extras = Extras.NONE;

        private Builder() {}

        public Builder id(String id) {
            this.id = id;
            return this;
        }

        public Builder bandwidth(long bandwidth) {
            this.bandwidth = Optional.of(bandwidth);
            return this;
        }

        public Builder qualityRanking(long qualityRanking) {
            this.qualityRanking = Optional.of(qualityRanking);
            return this;
        }

        public Builder dependencyId(String dependencyId) {
            this.dependencyId = Optional.of(dependencyId);
            return this;
        }

        public Builder associationId(String associationId) {
            this.associationId = Optional.of(associationId);
            return this;
        }

        public Builder associationType(String associationType) {
            this.associationType = Optional.of(associationType);
            return this;
        }

        public Builder mediaStreamStructureId(String mediaStreamStructureId) {
            this.mediaStreamStructureId = Optional.of(mediaStreamStructureId);
            return this;
        }

        public Builder common(Common common) {
            this.common = common;
            return this;
        }

        public Builder baseUrls(List<BaseUrl> baseUrls) {
            this.baseUrls = List.copyOf(baseUrls);
            return this;
        }

        public Builder subRepresentations(List<SubRepresentation> subRepresentations) {
            this.subRepresentations = List.copyOf(subRepresentations);
            return this;
        }

        public Builder segments(SegmentInformation segments) {
            this.segments = segments;
            return this;
        }

        public Builder extras(Extras extras) {
            this.extras = extras;
            return this;
        }

        public Representation build() {
            return new Representation(
                    id,
                    bandwidth,
                    qualityRanking,
                    dependencyId,
                    associationId,
                    associationType,
                    mediaStreamStructureId,
                    common,
                    baseUrls,
                    subRepresentations,
                    segments,
                    extras);
        }
    }
}
