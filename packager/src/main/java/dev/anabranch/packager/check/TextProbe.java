package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.packager.check.SegmentFacts.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one WebVTT file.
final class TextProbe {

    private TextProbe() {}

    static SegmentFacts measure(byte[] bytes) {
        var faults = new ArrayList<Fault>();
        Optional<WebVtt> document = Optional.empty();
        try {
            var read = WebVtt.parse(bytes);
            document = Optional.of(read.document());
            read.findings()
                    .forEach(finding -> faults.add(Fault.should("webvtt", finding.toString())));
        } catch (MediaFormatException broken) {
            faults.add(Fault.must("segment-parse", String.valueOf(broken.getMessage())));
        }
        return new SegmentFacts(
                bytes.length, Container.WEBVTT, List.of(), faults, Optional.empty(), document);
    }
}
