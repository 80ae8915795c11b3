package dev.anabranch.media.dash;

import java.util.List;
import java.util.function.Consumer;

/// Event streams name their scheme; SCTE 35 events hold the section in base64 (SCTE 214-1, 6.7).
record EventRule() implements Rule {

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        for (var period : mpd.periods()) {
            for (var stream : period.eventStreams()) {
                check(stream, "Period[" + period.id().orElse("") + "]/EventStream", breaches);
            }
        }
        for (var representation : EffectiveRepresentation.of(mpd)) {
            for (var stream : representation.common().inbandEventStreams()) {
                scheme(stream, representation.path() + "/InbandEventStream", breaches);
            }
        }
    }

    private static void check(EventStream stream, String path, Consumer<Breach> breaches) {
        scheme(stream, path, breaches);
        if (!stream.schemeIdUri().equals(EventStream.SCTE35_XML_BIN)) {
            return;
        }
        for (var event : stream.events()) {
            if (!ProtectionRule.isBase64(binary(event.content()))) {
                breaches.accept(
                        new Breach("scte35", path, "Signal/Binary is missing or no base64"));
            }
        }
    }

    private static void scheme(EventStream stream, String path, Consumer<Breach> breaches) {
        if (stream.schemeIdUri().isEmpty()) {
            breaches.accept(new Breach("event-scheme", path, "@schemeIdUri is missing"));
        }
    }

    private static String binary(List<XmlNode> content) {
        for (var node : content) {
            if (!(node instanceof XmlNode.Element element)) {
                continue;
            }
            if (element.localName().equals("Binary")) {
                return element.text();
            }
            if (element.localName().equals("Signal")) {
                return binary(element.content());
            }
        }
        return "";
    }
}
