package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// What the provider expects of a player (annex K).
public record ServiceDescription(
        Optional<Long> id,
        List<Descriptor> scopes,
        List<Latency> latencies,
        List<PlaybackRate> playbackRates,
        Extras extras) {

    public ServiceDescription {
        scopes = List.copyOf(scopes);
        latencies = List.copyOf(latencies);
        playbackRates = List.copyOf(playbackRates);
    }

    static ServiceDescription parse(ElementReader in) throws MediaFormatException {
        return new ServiceDescription(
                in.u32("id"),
                in.children("Scope", Descriptor::parse),
                in.children("Latency", Latency::parse),
                in.children("PlaybackRate", PlaybackRate::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.children("Scope", scopes, Descriptor::write);
        out.children("Latency", latencies, Latency::write);
        out.children("PlaybackRate", playbackRates, PlaybackRate::write);
        out.extras(extras);
    }
}
