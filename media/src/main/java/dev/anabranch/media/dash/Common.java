package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The attributes and elements that AdaptationSet, Representation, SubRepresentation and
/// Preselection share (5.3.7). A representation has what it does not say from its set, see
/// [EffectiveRepresentation].
///
/// @param codecs RFC 6381 codec strings, separated by commas
/// @param frameRate frames per second
/// @param audioSamplingRate in Hz; two numbers for a range
/// @param sar sample aspect ratio, `1:1`
/// @param startWithSap the type of stream access point each segment starts with (ISO/IEC 14496-12,
///   annex I)
public record Common(
        Optional<String> mimeType,
        Optional<String> codecs,
        Optional<Long> width,
        Optional<Long> height,
        Optional<Rational> frameRate,
        Optional<String> sar,
        Optional<String> scanType,
        Optional<String> audioSamplingRate,
        Optional<String> profiles,
        Optional<String> segmentProfiles,
        Optional<String> containerProfiles,
        Optional<Long> startWithSap,
        Optional<Double> maximumSapPeriod,
        Optional<Double> maxPlayoutRate,
        Optional<Boolean> codingDependency,
        Optional<Long> selectionPriority,
        Optional<String> tag,
        List<Descriptor> framePackings,
        List<Descriptor> audioChannelConfigurations,
        List<ContentProtection> contentProtections,
        Optional<Descriptor> outputProtection,
        List<Descriptor> essentialProperties,
        List<Descriptor> supplementalProperties,
        List<EventStream> inbandEventStreams,
        List<Switching> switchings,
        List<RandomAccess> randomAccesses,
        List<Label> groupLabels,
        List<Label> labels,
        List<ProducerReferenceTime> producerReferenceTimes,
        List<Resync> resyncs) {

    public Common {
        framePackings = List.copyOf(framePackings);
        audioChannelConfigurations = List.copyOf(audioChannelConfigurations);
        contentProtections = List.copyOf(contentProtections);
        essentialProperties = List.copyOf(essentialProperties);
        supplementalProperties = List.copyOf(supplementalProperties);
        inbandEventStreams = List.copyOf(inbandEventStreams);
        switchings = List.copyOf(switchings);
        randomAccesses = List.copyOf(randomAccesses);
        groupLabels = List.copyOf(groupLabels);
        labels = List.copyOf(labels);
        producerReferenceTimes = List.copyOf(producerReferenceTimes);
        resyncs = List.copyOf(resyncs);
    }

    public static Builder builder() {
        return new Builder();
    }

    public static final Common NONE = builder().build();

    /// What is said here, and for the rest what `outer`, the set, says; properties, protections and
    /// event streams of both are in force.
    Common within(Common outer) {
        return new Common(
                mimeType.or(outer::mimeType),
                codecs.or(outer::codecs),
                width.or(outer::width),
                height.or(outer::height),
                frameRate.or(outer::frameRate),
                sar.or(outer::sar),
                scanType.or(outer::scanType),
                audioSamplingRate.or(outer::audioSamplingRate),
                profiles.or(outer::profiles),
                segmentProfiles.or(outer::segmentProfiles),
                containerProfiles.or(outer::containerProfiles),
                startWithSap.or(outer::startWithSap),
                maximumSapPeriod.or(outer::maximumSapPeriod),
                maxPlayoutRate.or(outer::maxPlayoutRate),
                codingDependency.or(outer::codingDependency),
                selectionPriority.or(outer::selectionPriority),
                tag.or(outer::tag),
                framePackings.isEmpty() ? outer.framePackings : framePackings,
                audioChannelConfigurations.isEmpty()
                        ? outer.audioChannelConfigurations
                        : audioChannelConfigurations,
                joined(contentProtections, outer.contentProtections),
                outputProtection.or(outer::outputProtection),
                joined(essentialProperties, outer.essentialProperties),
                joined(supplementalProperties, outer.supplementalProperties),
                joined(inbandEventStreams, outer.inbandEventStreams),
                switchings.isEmpty() ? outer.switchings : switchings,
                randomAccesses.isEmpty() ? outer.randomAccesses : randomAccesses,
                groupLabels.isEmpty() ? outer.groupLabels : groupLabels,
                labels.isEmpty() ? outer.labels : labels,
                joined(producerReferenceTimes, outer.producerReferenceTimes),
                resyncs.isEmpty() ? outer.resyncs : resyncs);
    }

    private static <T> List<T> joined(List<T> inner, List<T> outer) {
        return outer.isEmpty() ? inner : Stream.concat(inner.stream(), outer.stream()).toList();
    }

    static Common parse(ElementReader in) throws MediaFormatException {
        return new Common(
                in.string("mimeType"),
                in.string("codecs"),
                in.u32("width"),
                in.u32("height"),
                in.frameRate("frameRate"),
                in.string("sar"),
                in.string("scanType"),
                in.string("audioSamplingRate"),
                in.string("profiles"),
                in.string("segmentProfiles"),
                in.string("containerProfiles"),
                in.u32("startWithSAP"),
                in.decimal("maximumSAPPeriod"),
                in.decimal("maxPlayoutRate"),
                in.bool("codingDependency"),
                in.u32("selectionPriority"),
                in.string("tag"),
                in.children("FramePacking", Descriptor::parse),
                in.children("AudioChannelConfiguration", Descriptor::parse),
                in.children("ContentProtection", ContentProtection::parse),
                in.child("OutputProtection", Descriptor::parse),
                in.children("EssentialProperty", Descriptor::parse),
                in.children("SupplementalProperty", Descriptor::parse),
                in.children("InbandEventStream", EventStream::parse),
                in.children("Switching", Switching::parse),
                in.children("RandomAccess", RandomAccess::parse),
                in.children("GroupLabel", Label::parse),
                in.children("Label", Label::parse),
                in.children("ProducerReferenceTime", ProducerReferenceTime::parse),
                in.children("Resync", Resync::parse));
    }

    void write(ElementWriter out) {
        out.attribute("mimeType", mimeType);
        out.attribute("codecs", codecs);
        out.attribute("width", width);
        out.attribute("height", height);
        out.attribute("frameRate", frameRate);
        out.attribute("sar", sar);
        out.attribute("scanType", scanType);
        out.attribute("audioSamplingRate", audioSamplingRate);
        out.attribute("profiles", profiles);
        out.attribute("segmentProfiles", segmentProfiles);
        out.attribute("containerProfiles", containerProfiles);
        out.attribute("startWithSAP", startWithSap);
        out.attribute("maximumSAPPeriod", maximumSapPeriod);
        out.attribute("maxPlayoutRate", maxPlayoutRate);
        out.attribute("codingDependency", codingDependency);
        out.attribute("selectionPriority", selectionPriority);
        out.attribute("tag", tag);
        out.children("FramePacking", framePackings, Descriptor::write);
        out.children("AudioChannelConfiguration", audioChannelConfigurations, Descriptor::write);
        out.children("ContentProtection", contentProtections, ContentProtection::write);
        out.child("OutputProtection", outputProtection, Descriptor::write);
        out.children("EssentialProperty", essentialProperties, Descriptor::write);
        out.children("SupplementalProperty", supplementalProperties, Descriptor::write);
        out.children("InbandEventStream", inbandEventStreams, EventStream::write);
        out.children("Switching", switchings, Switching::write);
        out.children("RandomAccess", randomAccesses, RandomAccess::write);
        out.children("GroupLabel", groupLabels, Label::write);
        out.children("Label", labels, Label::write);
        out.children("ProducerReferenceTime", producerReferenceTimes, ProducerReferenceTime::write);
        out.children("Resync", resyncs, Resync::write);
    }

    /// Collects the parts of [Common]; what is not said stays out. Owned by one thread.
    public static final class Builder {
        private Optional<String> mimeType = Optional.empty();
        private Optional<String> codecs = Optional.empty();
        private Optional<Long> width = Optional.empty();
        private Optional<Long> height = Optional.empty();
        private Optional<Rational> frameRate = Optional.empty();
        private Optional<String> sar = Optional.empty();
        private Optional<String> scanType = Optional.empty();
        private Optional<String> audioSamplingRate = Optional.empty();
        private Optional<String> profiles = Optional.empty();
        private Optional<String> segmentProfiles = Optional.empty();
        private Optional<String> containerProfiles = Optional.empty();
        private Optional<Long> startWithSap = Optional.empty();
        private Optional<Double> maximumSapPeriod = Optional.empty();
        private Optional<Double> maxPlayoutRate = Optional.empty();
        private Optional<Boolean> codingDependency = Optional.empty();
        private Optional<Long> selectionPriority = Optional.empty();
        private Optional<String> tag = Optional.empty();
        private List<Descriptor> framePackings = List.of();
        private List<Descriptor> audioChannelConfigurations = List.of();
        private List<ContentProtection> contentProtections = List.of();
        private Optional<Descriptor> outputProtection = Optional.empty();
        private List<Descriptor> essentialProperties = List.of();
        private List<Descriptor> supplementalProperties = List.of();
        private List<EventStream> inbandEventStreams = List.of();
        private List<Switching> switchings = List.of();
        private List<RandomAccess> randomAccesses = List.of();
        private List<Label> groupLabels = List.of();
        private List<Label> labels = List.of();
        private List<ProducerReferenceTime> producerReferenceTimes = List.of();
        private List<Resync> resyncs = List.of();

        private Builder() {}

        public Builder mimeType(String mimeType) {
            this.mimeType = Optional.of(mimeType);
            return this;
        }

        public Builder codecs(String codecs) {
            this.codecs = Optional.of(codecs);
            return this;
        }

        public Builder width(long width) {
            this.width = Optional.of(width);
            return this;
        }

        public Builder height(long height) {
            this.height = Optional.of(height);
            return this;
        }

        public Builder frameRate(Rational frameRate) {
            this.frameRate = Optional.of(frameRate);
            return this;
        }

        public Builder sar(String sar) {
            this.sar = Optional.of(sar);
            return this;
        }

        public Builder scanType(String scanType) {
            this.scanType = Optional.of(scanType);
            return this;
        }

        public Builder audioSamplingRate(String audioSamplingRate) {
            this.audioSamplingRate = Optional.of(audioSamplingRate);
            return this;
        }

        public Builder profiles(String profiles) {
            this.profiles = Optional.of(profiles);
            return this;
        }

        public Builder segmentProfiles(String segmentProfiles) {
            this.segmentProfiles = Optional.of(segmentProfiles);
            return this;
        }

        public Builder containerProfiles(String containerProfiles) {
            this.containerProfiles = Optional.of(containerProfiles);
            return this;
        }

        public Builder startWithSap(long startWithSap) {
            this.startWithSap = Optional.of(startWithSap);
            return this;
        }

        public Builder maximumSapPeriod(double maximumSapPeriod) {
            this.maximumSapPeriod = Optional.of(maximumSapPeriod);
            return this;
        }

        public Builder maxPlayoutRate(double maxPlayoutRate) {
            this.maxPlayoutRate = Optional.of(maxPlayoutRate);
            return this;
        }

        public Builder codingDependency(boolean codingDependency) {
            this.codingDependency = Optional.of(codingDependency);
            return this;
        }

        public Builder selectionPriority(long selectionPriority) {
            this.selectionPriority = Optional.of(selectionPriority);
            return this;
        }

        public Builder tag(String tag) {
            this.tag = Optional.of(tag);
            return this;
        }

        public Builder framePackings(List<Descriptor> framePackings) {
            this.framePackings = List.copyOf(framePackings);
            return this;
        }

        public Builder audioChannelConfigurations(List<Descriptor> audioChannelConfigurations) {
            this.audioChannelConfigurations = List.copyOf(audioChannelConfigurations);
            return this;
        }

        public Builder contentProtections(List<ContentProtection> contentProtections) {
            this.contentProtections = List.copyOf(contentProtections);
            return this;
        }

        public Builder outputProtection(Descriptor outputProtection) {
            this.outputProtection = Optional.of(outputProtection);
            return this;
        }

        public Builder essentialProperties(List<Descriptor> essentialProperties) {
            this.essentialProperties = List.copyOf(essentialProperties);
            return this;
        }

        public Builder supplementalProperties(List<Descriptor> supplementalProperties) {
            this.supplementalProperties = List.copyOf(supplementalProperties);
            return this;
        }

        public Builder inbandEventStreams(List<EventStream> inbandEventStreams) {
            this.inbandEventStreams = List.copyOf(inbandEventStreams);
            return this;
        }

        public Builder switchings(List<Switching> switchings) {
            this.switchings = List.copyOf(switchings);
            return this;
        }

        public Builder randomAccesses(List<RandomAccess> randomAccesses) {
            this.randomAccesses = List.copyOf(randomAccesses);
            return this;
        }

        public Builder groupLabels(List<Label> groupLabels) {
            this.groupLabels = List.copyOf(groupLabels);
            return this;
        }

        public Builder labels(List<Label> labels) {
            this.labels = List.copyOf(labels);
            return this;
        }

        public Builder producerReferenceTimes(List<ProducerReferenceTime> producerReferenceTimes) {
            this.producerReferenceTimes = List.copyOf(producerReferenceTimes);
            return this;
        }

        public Builder resyncs(List<Resync> resyncs) {
            this.resyncs = List.copyOf(resyncs);
            return this;
        }

        public Common build() {
            return new Common(
                    mimeType,
                    codecs,
                    width,
                    height,
                    frameRate,
                    sar,
                    scanType,
                    audioSamplingRate,
                    profiles,
                    segmentProfiles,
                    containerProfiles,
                    startWithSap,
                    maximumSapPeriod,
                    maxPlayoutRate,
                    codingDependency,
                    selectionPriority,
                    tag,
                    framePackings,
                    audioChannelConfigurations,
                    contentProtections,
                    outputProtection,
                    essentialProperties,
                    supplementalProperties,
                    inbandEventStreams,
                    switchings,
                    randomAccesses,
                    groupLabels,
                    labels,
                    producerReferenceTimes,
                    resyncs);
        }
    }
}
