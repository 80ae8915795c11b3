package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A stretch of the presentation in which the sets stay the same (5.3.2).
///
/// @param start when it begins on the presentation's timeline; see [PeriodSpan] for one that leaves
///   it out
public record Period(
        Optional<String> id,
        Optional<Duration> start,
        Optional<Duration> duration,
        Optional<Boolean> bitstreamSwitching,
        List<BaseUrl> baseUrls,
        SegmentInformation segments,
        Optional<Descriptor> assetIdentifier,
        List<EventStream> eventStreams,
        List<ServiceDescription> serviceDescriptions,
        List<ContentProtection> contentProtections,
        List<AdaptationSet> adaptationSets,
        List<Subset> subsets,
        List<Descriptor> supplementalProperties,
        List<AdaptationSet> emptyAdaptationSets,
        List<Label> groupLabels,
        List<Preselection> preselections,
        Extras extras) {

    public Period {
        baseUrls = List.copyOf(baseUrls);
        eventStreams = List.copyOf(eventStreams);
        serviceDescriptions = List.copyOf(serviceDescriptions);
        contentProtections = List.copyOf(contentProtections);
        adaptationSets = List.copyOf(adaptationSets);
        subsets = List.copyOf(subsets);
        supplementalProperties = List.copyOf(supplementalProperties);
        emptyAdaptationSets = List.copyOf(emptyAdaptationSets);
        groupLabels = List.copyOf(groupLabels);
        preselections = List.copyOf(preselections);
    }

    public static Builder builder() {
        return new Builder();
    }

    static Period parse(ElementReader in) throws MediaFormatException {
        return new Period(
                in.string("id"),
                in.duration("start"),
                in.duration("duration"),
                in.bool("bitstreamSwitching"),
                in.children("BaseURL", BaseUrl::parse),
                SegmentInformation.parse(in),
                in.child("AssetIdentifier", Descriptor::parse),
                in.children("EventStream", EventStream::parse),
                in.children("ServiceDescription", ServiceDescription::parse),
                in.children("ContentProtection", ContentProtection::parse),
                in.children("AdaptationSet", AdaptationSet::parse),
                in.children("Subset", Subset::parse),
                in.children("SupplementalProperty", Descriptor::parse),
                in.children("EmptyAdaptationSet", AdaptationSet::parse),
                in.children("GroupLabel", Label::parse),
                in.children("Preselection", Preselection::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.attribute("start", start);
        out.attribute("duration", duration);
        out.attribute("bitstreamSwitching", bitstreamSwitching);
        out.children("BaseURL", baseUrls, BaseUrl::write);
        segments.write(out);
        out.child("AssetIdentifier", assetIdentifier, Descriptor::write);
        out.children("EventStream", eventStreams, EventStream::write);
        out.children("ServiceDescription", serviceDescriptions, ServiceDescription::write);
        out.children("ContentProtection", contentProtections, ContentProtection::write);
        out.children("AdaptationSet", adaptationSets, AdaptationSet::write);
        out.children("Subset", subsets, Subset::write);
        out.children("SupplementalProperty", supplementalProperties, Descriptor::write);
        out.children("EmptyAdaptationSet", emptyAdaptationSets, AdaptationSet::write);
        out.children("GroupLabel", groupLabels, Label::write);
        out.children("Preselection", preselections, Preselection::write);
        out.extras(extras);
    }

    /// Collects the parts of [Period]; what is not said stays out. Owned by one thread.
    public static final class Builder {
        private Optional<String> id = Optional.empty();
        private Optional<Duration> start = Optional.empty();
        private Optional<Duration> duration = Optional.empty();
        private Optional<Boolean> bitstreamSwitching = Optional.empty();
        private List<BaseUrl> baseUrls = List.of();
        private SegmentInformation segments = SegmentInformation.NONE;
        private Optional<Descriptor> assetIdentifier = Optional.empty();
        private List<EventStream> eventStreams = List.of();
        private List<ServiceDescription> serviceDescriptions = List.of();
        private List<ContentProtection> contentProtections = List.of();
        private List<AdaptationSet> adaptationSets = List.of();
        private List<Subset> subsets = List.of();
        private List<Descriptor> supplementalProperties = List.of();
        private List<AdaptationSet> emptyAdaptationSets = List.of();
        private List<Label> groupLabels = List.of();
        private List<Preselection> preselections = List.of();
        private Extras extras = Extras.NONE;

        private Builder() {}

        public Builder id(String id) {
            this.id = Optional.of(id);
            return this;
        }

        public Builder start(Duration start) {
            this.start = Optional.of(start);
            return this;
        }

        public Builder duration(Duration duration) {
            this.duration = Optional.of(duration);
            return this;
        }

        public Builder bitstreamSwitching(boolean bitstreamSwitching) {
            this.bitstreamSwitching = Optional.of(bitstreamSwitching);
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

        public Builder assetIdentifier(Descriptor assetIdentifier) {
            this.assetIdentifier = Optional.of(assetIdentifier);
            return this;
        }

        public Builder eventStreams(List<EventStream> eventStreams) {
            this.eventStreams = List.copyOf(eventStreams);
            return this;
        }

        public Builder serviceDescriptions(List<ServiceDescription> serviceDescriptions) {
            this.serviceDescriptions = List.copyOf(serviceDescriptions);
            return this;
        }

        public Builder contentProtections(List<ContentProtection> contentProtections) {
            this.contentProtections = List.copyOf(contentProtections);
            return this;
        }

        public Builder adaptationSets(List<AdaptationSet> adaptationSets) {
            this.adaptationSets = List.copyOf(adaptationSets);
            return this;
        }

        public Builder subsets(List<Subset> subsets) {
            this.subsets = List.copyOf(subsets);
            return this;
        }

        public Builder supplementalProperties(List<Descriptor> supplementalProperties) {
            this.supplementalProperties = List.copyOf(supplementalProperties);
            return this;
        }

        public Builder emptyAdaptationSets(List<AdaptationSet> emptyAdaptationSets) {
            this.emptyAdaptationSets = List.copyOf(emptyAdaptationSets);
            return this;
        }

        public Builder groupLabels(List<Label> groupLabels) {
            this.groupLabels = List.copyOf(groupLabels);
            return this;
        }

        public Builder preselections(List<Preselection> preselections) {
            this.preselections = List.copyOf(preselections);
            return this;
        }

        public Builder extras(Extras extras) {
            this.extras = extras;
            return this;
        }

        public Period build() {
            return new Period(
                    id,
                    start,
                    duration,
                    bitstreamSwitching,
                    baseUrls,
                    segments,
                    assetIdentifier,
                    eventStreams,
                    serviceDescriptions,
                    contentProtections,
                    adaptationSets,
                    subsets,
                    supplementalProperties,
                    emptyAdaptationSets,
                    groupLabels,
                    preselections,
                    extras);
        }
    }
}
