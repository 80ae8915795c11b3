package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.util.List;
import java.util.Optional;

/// Representations of the same content that a player may switch between (5.3.3).
///
/// @param par picture aspect ratio, `16:9`
/// @param segmentAlignment whether segments of all representations cut at the same times
/// @param minBandwidth bits per second
public record AdaptationSet(
        Optional<Long> id,
        Optional<Long> group,
        Optional<String> contentType,
        Optional<String> lang,
        Optional<String> par,
        Optional<Long> minBandwidth,
        Optional<Long> maxBandwidth,
        Optional<Long> minWidth,
        Optional<Long> maxWidth,
        Optional<Long> minHeight,
        Optional<Long> maxHeight,
        Optional<Rational> minFrameRate,
        Optional<Rational> maxFrameRate,
        Optional<Boolean> segmentAlignment,
        Optional<Boolean> subsegmentAlignment,
        Optional<Long> subsegmentStartsWithSap,
        Optional<Boolean> bitstreamSwitching,
        Optional<String> initializationSetRef,
        Optional<String> initializationPrincipal,
        Common common,
        List<Descriptor> accessibilities,
        List<Descriptor> roles,
        List<Descriptor> ratings,
        List<Descriptor> viewpoints,
        List<ContentComponent> contentComponents,
        List<BaseUrl> baseUrls,
        SegmentInformation segments,
        List<Representation> representations,
        Extras extras) {

    public AdaptationSet {
        accessibilities = List.copyOf(accessibilities);
        roles = List.copyOf(roles);
        ratings = List.copyOf(ratings);
        viewpoints = List.copyOf(viewpoints);
        contentComponents = List.copyOf(contentComponents);
        baseUrls = List.copyOf(baseUrls);
        representations = List.copyOf(representations);
    }

    public static Builder builder() {
        return new Builder();
    }

    static AdaptationSet parse(ElementReader in) throws MediaFormatException {
        return new AdaptationSet(
                in.u32("id"),
                in.u32("group"),
                in.string("contentType"),
                in.string("lang"),
                in.string("par"),
                in.u32("minBandwidth"),
                in.u32("maxBandwidth"),
                in.u32("minWidth"),
                in.u32("maxWidth"),
                in.u32("minHeight"),
                in.u32("maxHeight"),
                in.frameRate("minFrameRate"),
                in.frameRate("maxFrameRate"),
                in.bool("segmentAlignment"),
                in.bool("subsegmentAlignment"),
                in.u32("subsegmentStartsWithSAP"),
                in.bool("bitstreamSwitching"),
                in.string("initializationSetRef"),
                in.string("initializationPrincipal"),
                Common.parse(in),
                in.children("Accessibility", Descriptor::parse),
                in.children("Role", Descriptor::parse),
                in.children("Rating", Descriptor::parse),
                in.children("Viewpoint", Descriptor::parse),
                in.children("ContentComponent", ContentComponent::parse),
                in.children("BaseURL", BaseUrl::parse),
                SegmentInformation.parse(in),
                in.children("Representation", Representation::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.attribute("group", group);
        out.attribute("contentType", contentType);
        out.attribute("lang", lang);
        out.attribute("par", par);
        out.attribute("minBandwidth", minBandwidth);
        out.attribute("maxBandwidth", maxBandwidth);
        out.attribute("minWidth", minWidth);
        out.attribute("maxWidth", maxWidth);
        out.attribute("minHeight", minHeight);
        out.attribute("maxHeight", maxHeight);
        out.attribute("minFrameRate", minFrameRate);
        out.attribute("maxFrameRate", maxFrameRate);
        out.attribute("segmentAlignment", segmentAlignment);
        out.attribute("subsegmentAlignment", subsegmentAlignment);
        out.attribute("subsegmentStartsWithSAP", subsegmentStartsWithSap);
        out.attribute("bitstreamSwitching", bitstreamSwitching);
        out.attribute("initializationSetRef", initializationSetRef);
        out.attribute("initializationPrincipal", initializationPrincipal);
        common.write(out);
        out.children("Accessibility", accessibilities, Descriptor::write);
        out.children("Role", roles, Descriptor::write);
        out.children("Rating", ratings, Descriptor::write);
        out.children("Viewpoint", viewpoints, Descriptor::write);
        out.children("ContentComponent", contentComponents, ContentComponent::write);
        out.children("BaseURL", baseUrls, BaseUrl::write);
        segments.write(out);
        out.children("Representation", representations, Representation::write);
        out.extras(extras);
    }

    /// Collects the parts of [AdaptationSet]; what is not said stays out. Owned by one thread.
    public static final class Builder {
        private Optional<Long> id = Optional.empty();
        private Optional<Long> group = Optional.empty();
        private Optional<String> contentType = Optional.empty();
        private Optional<String> lang = Optional.empty();
        private Optional<String> par = Optional.empty();
        private Optional<Long> minBandwidth = Optional.empty();
        private Optional<Long> maxBandwidth = Optional.empty();
        private Optional<Long> minWidth = Optional.empty();
        private Optional<Long> maxWidth = Optional.empty();
        private Optional<Long> minHeight = Optional.empty();
        private Optional<Long> maxHeight = Optional.empty();
        private Optional<Rational> minFrameRate = Optional.empty();
        private Optional<Rational> maxFrameRate = Optional.empty();
        private Optional<Boolean> segmentAlignment = Optional.empty();
        private Optional<Boolean> subsegmentAlignment = Optional.empty();
        private Optional<Long> subsegmentStartsWithSap = Optional.empty();
        private Optional<Boolean> bitstreamSwitching = Optional.empty();
        private Optional<String> initializationSetRef = Optional.empty();
        private Optional<String> initializationPrincipal = Optional.empty();
        private Common common = Common.NONE;
        private List<Descriptor> accessibilities = List.of();
        private List<Descriptor> roles = List.of();
        private List<Descriptor> ratings = List.of();
        private List<Descriptor> viewpoints = List.of();
        private List<ContentComponent> contentComponents = List.of();
        private List<BaseUrl> baseUrls = List.of();
        private SegmentInformation segments = SegmentInformation.NONE;
        private List<Representation> representations = List.of();
        private Extras extras = Extras.NONE;

        private Builder() {}

        public Builder id(long id) {
            this.id = Optional.of(id);
            return this;
        }

        public Builder group(long group) {
            this.group = Optional.of(group);
            return this;
        }

        public Builder contentType(String contentType) {
            this.contentType = Optional.of(contentType);
            return this;
        }

        public Builder lang(String lang) {
            this.lang = Optional.of(lang);
            return this;
        }

        public Builder par(String par) {
            this.par = Optional.of(par);
            return this;
        }

        public Builder minBandwidth(long minBandwidth) {
            this.minBandwidth = Optional.of(minBandwidth);
            return this;
        }

        public Builder maxBandwidth(long maxBandwidth) {
            this.maxBandwidth = Optional.of(maxBandwidth);
            return this;
        }

        public Builder minWidth(long minWidth) {
            this.minWidth = Optional.of(minWidth);
            return this;
        }

        public Builder maxWidth(long maxWidth) {
            this.maxWidth = Optional.of(maxWidth);
            return this;
        }

        public Builder minHeight(long minHeight) {
            this.minHeight = Optional.of(minHeight);
            return this;
        }

        public Builder maxHeight(long maxHeight) {
            this.maxHeight = Optional.of(maxHeight);
            return this;
        }

        public Builder minFrameRate(Rational minFrameRate) {
            this.minFrameRate = Optional.of(minFrameRate);
            return this;
        }

        public Builder maxFrameRate(Rational maxFrameRate) {
            this.maxFrameRate = Optional.of(maxFrameRate);
            return this;
        }

        public Builder segmentAlignment(boolean segmentAlignment) {
            this.segmentAlignment = Optional.of(segmentAlignment);
            return this;
        }

        public Builder subsegmentAlignment(boolean subsegmentAlignment) {
            this.subsegmentAlignment = Optional.of(subsegmentAlignment);
            return this;
        }

        public Builder subsegmentStartsWithSap(long subsegmentStartsWithSap) {
            this.subsegmentStartsWithSap = Optional.of(subsegmentStartsWithSap);
            return this;
        }

        public Builder bitstreamSwitching(boolean bitstreamSwitching) {
            this.bitstreamSwitching = Optional.of(bitstreamSwitching);
            return this;
        }

        public Builder initializationSetRef(String initializationSetRef) {
            this.initializationSetRef = Optional.of(initializationSetRef);
            return this;
        }

        public Builder initializationPrincipal(String initializationPrincipal) {
            this.initializationPrincipal = Optional.of(initializationPrincipal);
            return this;
        }

        public Builder common(Common common) {
            this.common = common;
            return this;
        }

        public Builder accessibilities(List<Descriptor> accessibilities) {
            this.accessibilities = List.copyOf(accessibilities);
            return this;
        }

        public Builder roles(List<Descriptor> roles) {
            this.roles = List.copyOf(roles);
            return this;
        }

        public Builder ratings(List<Descriptor> ratings) {
            this.ratings = List.copyOf(ratings);
            return this;
        }

        public Builder viewpoints(List<Descriptor> viewpoints) {
            this.viewpoints = List.copyOf(viewpoints);
            return this;
        }

        public Builder contentComponents(List<ContentComponent> contentComponents) {
            this.contentComponents = List.copyOf(contentComponents);
            return this;
        }

        public Builder baseUrls(List<BaseUrl> baseUrls) {
            this.baseUrls = List.copyOf(baseUrls);
            return this;
        }

        public Builder segments(SegmentInformation segments) {
            this.segments = segments;
            return this;
        }

        public Builder representations(List<Representation> representations) {
            this.representations = List.copyOf(representations);
            return this;
        }

        public Builder extras(Extras extras) {
            this.extras = extras;
            return this;
        }

        public AdaptationSet build() {
            return new AdaptationSet(
                    id,
                    group,
                    contentType,
                    lang,
                    par,
                    minBandwidth,
                    maxBandwidth,
                    minWidth,
                    maxWidth,
                    minHeight,
                    maxHeight,
                    minFrameRate,
                    maxFrameRate,
                    segmentAlignment,
                    subsegmentAlignment,
                    subsegmentStartsWithSap,
                    bitstreamSwitching,
                    initializationSetRef,
                    initializationPrincipal,
                    common,
                    accessibilities,
                    roles,
                    ratings,
                    viewpoints,
                    contentComponents,
                    baseUrls,
                    segments,
                    representations,
                    extras);
        }
    }
}
