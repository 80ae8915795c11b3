package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;

/// What a player is asked to measure and report (5.9).
public record Metrics(
        String metrics, List<MetricsRange> ranges, List<Descriptor> reportings, Extras extras) {

    public Metrics {
        ranges = List.copyOf(ranges);
        reportings = List.copyOf(reportings);
    }

    static Metrics parse(ElementReader in) throws MediaFormatException {
        return new Metrics(
                in.required("metrics"),
                in.children("Range", MetricsRange::parse),
                in.children("Reporting", Descriptor::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        out.required("metrics", metrics);
        out.children("Range", ranges, MetricsRange::write);
        out.children("Reporting", reportings, Descriptor::write);
        out.extras(extras);
    }
}
