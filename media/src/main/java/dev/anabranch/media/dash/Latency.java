package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// How far behind the live edge to play, in milliseconds (annex K.3.2).
///
/// @param referenceId the [ProducerReferenceTime] that the latency is measured from
public record Latency(
        Optional<Long> referenceId,
        Optional<Long> target,
        Optional<Long> max,
        Optional<Long> min,
        Extras extras) {

    static Latency parse(ElementReader in) throws MediaFormatException {
        return new Latency(
                in.u32("referenceId"), in.u32("target"), in.u32("max"), in.u32("min"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("referenceId", referenceId);
        out.attribute("target", target);
        out.attribute("max", max);
        out.attribute("min", min);
        out.extras(extras);
    }
}
