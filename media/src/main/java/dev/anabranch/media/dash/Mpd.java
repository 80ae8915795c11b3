package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A media presentation description (ISO/IEC 23009-1, 5.3.1). Immutable; equal when every part says
/// the same.
///
/// Durations are read and written to the nanosecond. What another standard put in is kept among the
/// [Extras] of its element and written back.
///
/// @param profiles URNs separated by commas
/// @param availabilityStartTime what segment availability of a dynamic presentation is counted from
/// @param publishTime when this version was made; two versions never share one
/// @param minimumUpdatePeriod how long a player may rely on this version; zero means until an event
public record Mpd(
        Optional<String> id,
        Optional<String> profiles,
        PresentationType type,
        Optional<Instant> availabilityStartTime,
        Optional<Instant> availabilityEndTime,
        Optional<Instant> publishTime,
        Optional<Duration> mediaPresentationDuration,
        Optional<Duration> minimumUpdatePeriod,
        Optional<Duration> minBufferTime,
        Optional<Duration> timeShiftBufferDepth,
        Optional<Duration> suggestedPresentationDelay,
        Optional<Duration> maxSegmentDuration,
        Optional<Duration> maxSubsegmentDuration,
        List<ProgramInformation> programInformations,
        List<BaseUrl> baseUrls,
        List<Location> locations,
        List<PatchLocation> patchLocations,
        List<ServiceDescription> serviceDescriptions,
        List<ContentProtection> contentProtections,
        List<Period> periods,
        List<Metrics> metrics,
        List<Descriptor> essentialProperties,
        List<Descriptor> supplementalProperties,
        List<Descriptor> utcTimings,
        Extras extras) {

    public Mpd {
        programInformations = List.copyOf(programInformations);
        baseUrls = List.copyOf(baseUrls);
        locations = List.copyOf(locations);
        patchLocations = List.copyOf(patchLocations);
        serviceDescriptions = List.copyOf(serviceDescriptions);
        contentProtections = List.copyOf(contentProtections);
        periods = List.copyOf(periods);
        metrics = List.copyOf(metrics);
        essentialProperties = List.copyOf(essentialProperties);
        supplementalProperties = List.copyOf(supplementalProperties);
        utcTimings = List.copyOf(utcTimings);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The schema's namespace.
    public static final String NAMESPACE = ElementReader.DASH;

    /// Reads a whole document: at most 64 MiB, a million elements, 64 deep.
    ///
    /// @throws MediaFormatException when it is not well-formed XML, has a document type
    ///   declaration, is no MPD or exceeds a limit; names line and element
    public static Mpd parse(byte[] document, Strictness strictness) throws MediaFormatException {
        return root(XmlParser.parse(document, strictness));
    }

    private static Mpd root(ElementReader root) throws MediaFormatException {
        if (!root.is("MPD")) {
            throw root.malformed("the root is no MPD of " + NAMESPACE);
        }
        return parse(root);
    }

    /// As [#parse(byte[], Strictness)], with text whatever encoding it declares.
    public static Mpd parse(String document, Strictness strictness) throws MediaFormatException {
        return root(XmlParser.parse(document, strictness));
    }

    /// The document in UTF-8, indented; the same text for equal presentations.
    public String render() {
        var out = new ElementWriter("MPD");
        write(out);
        return XmlRenderer.render(out.element());
    }

    static Mpd parse(ElementReader in) throws MediaFormatException {
        return new Mpd(
                in.string("id"),
                in.string("profiles"),
                PresentationType.parse(in),
                in.dateTime("availabilityStartTime"),
                in.dateTime("availabilityEndTime"),
                in.dateTime("publishTime"),
                in.duration("mediaPresentationDuration"),
                in.duration("minimumUpdatePeriod"),
                in.duration("minBufferTime"),
                in.duration("timeShiftBufferDepth"),
                in.duration("suggestedPresentationDelay"),
                in.duration("maxSegmentDuration"),
                in.duration("maxSubsegmentDuration"),
                in.children("ProgramInformation", ProgramInformation::parse),
                in.children("BaseURL", BaseUrl::parse),
                in.children("Location", Location::parse),
                in.children("PatchLocation", PatchLocation::parse),
                in.children("ServiceDescription", ServiceDescription::parse),
                in.children("ContentProtection", ContentProtection::parse),
                in.children("Period", Period::parse),
                in.children("Metrics", Metrics::parse),
                in.children("EssentialProperty", Descriptor::parse),
                in.children("SupplementalProperty", Descriptor::parse),
                in.children("UTCTiming", Descriptor::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.attribute("profiles", profiles);
        out.attribute("type", type);
        out.attribute("availabilityStartTime", availabilityStartTime);
        out.attribute("availabilityEndTime", availabilityEndTime);
        out.attribute("publishTime", publishTime);
        out.attribute("mediaPresentationDuration", mediaPresentationDuration);
        out.attribute("minimumUpdatePeriod", minimumUpdatePeriod);
        out.attribute("minBufferTime", minBufferTime);
        out.attribute("timeShiftBufferDepth", timeShiftBufferDepth);
        out.attribute("suggestedPresentationDelay", suggestedPresentationDelay);
        out.attribute("maxSegmentDuration", maxSegmentDuration);
        out.attribute("maxSubsegmentDuration", maxSubsegmentDuration);
        out.children("ProgramInformation", programInformations, ProgramInformation::write);
        out.children("BaseURL", baseUrls, BaseUrl::write);
        out.children("Location", locations, Location::write);
        out.children("PatchLocation", patchLocations, PatchLocation::write);
        out.children("ServiceDescription", serviceDescriptions, ServiceDescription::write);
        out.children("ContentProtection", contentProtections, ContentProtection::write);
        out.children("Period", periods, Period::write);
        out.children("Metrics", metrics, Metrics::write);
        out.children("EssentialProperty", essentialProperties, Descriptor::write);
        out.children("SupplementalProperty", supplementalProperties, Descriptor::write);
        out.children("UTCTiming", utcTimings, Descriptor::write);
        out.extras(extras);
    }

    /// Collects the parts of [Mpd]; what is not said stays out. Owned by one thread.
    public static final class Builder {
        private Optional<String> id = Optional.empty();
        private Optional<String> profiles = Optional.empty();
        private PresentationType type = PresentationType.DEFAULT;
        private Optional<Instant> availabilityStartTime = Optional.empty();
        private Optional<Instant> availabilityEndTime = Optional.empty();
        private Optional<Instant> publishTime = Optional.empty();
        private Optional<Duration> mediaPresentationDuration = Optional.empty();
        private Optional<Duration> minimumUpdatePeriod = Optional.empty();
        private Optional<Duration> minBufferTime = Optional.empty();
        private Optional<Duration> timeShiftBufferDepth = Optional.empty();
        private Optional<Duration> suggestedPresentationDelay = Optional.empty();
        private Optional<Duration> maxSegmentDuration = Optional.empty();
        private Optional<Duration> maxSubsegmentDuration = Optional.empty();
        private List<ProgramInformation> programInformations = List.of();
        private List<BaseUrl> baseUrls = List.of();
        private List<Location> locations = List.of();
        private List<PatchLocation> patchLocations = List.of();
        private List<ServiceDescription> serviceDescriptions = List.of();
        private List<ContentProtection> contentProtections = List.of();
        private List<Period> periods = List.of();
        private List<Metrics> metrics = List.of();
        private List<Descriptor> essentialProperties = List.of();
        private List<Descriptor> supplementalProperties = List.of();
        private List<Descriptor> utcTimings = List.of();
        private Extras extras = Extras.NONE;

        private Builder() {}

        public Builder id(String id) {
            this.id = Optional.of(id);
            return this;
        }

        public Builder profiles(String profiles) {
            this.profiles = Optional.of(profiles);
            return this;
        }

        public Builder type(PresentationType type) {
            this.type = type;
            return this;
        }

        public Builder availabilityStartTime(Instant availabilityStartTime) {
            this.availabilityStartTime = Optional.of(availabilityStartTime);
            return this;
        }

        public Builder availabilityEndTime(Instant availabilityEndTime) {
            this.availabilityEndTime = Optional.of(availabilityEndTime);
            return this;
        }

        public Builder publishTime(Instant publishTime) {
            this.publishTime = Optional.of(publishTime);
            return this;
        }

        public Builder mediaPresentationDuration(Duration mediaPresentationDuration) {
            this.mediaPresentationDuration = Optional.of(mediaPresentationDuration);
            return this;
        }

        public Builder minimumUpdatePeriod(Duration minimumUpdatePeriod) {
            this.minimumUpdatePeriod = Optional.of(minimumUpdatePeriod);
            return this;
        }

        public Builder minBufferTime(Duration minBufferTime) {
            this.minBufferTime = Optional.of(minBufferTime);
            return this;
        }

        public Builder timeShiftBufferDepth(Duration timeShiftBufferDepth) {
            this.timeShiftBufferDepth = Optional.of(timeShiftBufferDepth);
            return this;
        }

        public Builder suggestedPresentationDelay(Duration suggestedPresentationDelay) {
            this.suggestedPresentationDelay = Optional.of(suggestedPresentationDelay);
            return this;
        }

        public Builder maxSegmentDuration(Duration maxSegmentDuration) {
            this.maxSegmentDuration = Optional.of(maxSegmentDuration);
            return this;
        }

        public Builder maxSubsegmentDuration(Duration maxSubsegmentDuration) {
            this.maxSubsegmentDuration = Optional.of(maxSubsegmentDuration);
            return this;
        }

        public Builder programInformations(List<ProgramInformation> programInformations) {
            this.programInformations = List.copyOf(programInformations);
            return this;
        }

        public Builder baseUrls(List<BaseUrl> baseUrls) {
            this.baseUrls = List.copyOf(baseUrls);
            return this;
        }

        public Builder locations(List<Location> locations) {
            this.locations = List.copyOf(locations);
            return this;
        }

        public Builder patchLocations(List<PatchLocation> patchLocations) {
            this.patchLocations = List.copyOf(patchLocations);
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

        public Builder periods(List<Period> periods) {
            this.periods = List.copyOf(periods);
            return this;
        }

        public Builder metrics(List<Metrics> metrics) {
            this.metrics = List.copyOf(metrics);
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

        public Builder utcTimings(List<Descriptor> utcTimings) {
            this.utcTimings = List.copyOf(utcTimings);
            return this;
        }

        public Builder extras(Extras extras) {
            this.extras = extras;
            return this;
        }

        public Mpd build() {
            return new Mpd(
                    id,
                    profiles,
                    type,
                    availabilityStartTime,
                    availabilityEndTime,
                    publishTime,
                    mediaPresentationDuration,
                    minimumUpdatePeriod,
                    minBufferTime,
                    timeShiftBufferDepth,
                    suggestedPresentationDelay,
                    maxSegmentDuration,
                    maxSubsegmentDuration,
                    programInformations,
                    baseUrls,
                    locations,
                    patchLocations,
                    serviceDescriptions,
                    contentProtections,
                    periods,
                    metrics,
                    essentialProperties,
                    supplementalProperties,
                    utcTimings,
                    extras);
        }
    }
}
