package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.io.IOException;
import java.util.StringJoiner;

/// Everything [MovieReader] says about a file, as text a person can read and a golden can hold.
final class MovieDump {

    private MovieDump() {}

    /// The dump, or the error as its only line.
    static String of(ByteSource source) throws IOException {
        try {
            return of(MovieReader.read(source));
        } catch (MediaFormatException refused) {
            return refused.fault() + " " + refused.getMessage() + "\n";
        }
    }

    static String of(Movie movie) {
        var lines = new StringJoiner("\n", "", "\n");
        lines.add("brands " + movie.brands());
        lines.add(
                "clock %s, duration %d, created %s, fragmented %s"
                        .formatted(
                                movie.timescale()
                                        .map(scale -> "" + scale.ticksPerSecond())
                                        .orElse("none"),
                                movie.durationTicks(),
                                movie.creationTime().map(Object::toString).orElse("unknown"),
                                movie.isFragmented()));
        movie.warnings().forEach(warning -> lines.add("warning: " + warning));
        movie.tracks().forEach(track -> add(lines, track));
        return lines.toString();
    }

    private static void add(StringJoiner lines, IndexedTrack track) {
        lines.add(
                "track %d %s %s, clock %d, language %s, name '%s'"
                        .formatted(
                                track.track().id(),
                                track.kind(),
                                track.track().codec().sampleEntry(),
                                track.track().timescale().ticksPerSecond(),
                                track.track().language(),
                                track.track().name()));
        for (var configuration : track.configurations()) {
            if (configuration.codec() instanceof OpaqueConfiguration opaque) {
                lines.add("  opaque: " + opaque.reason());
            }
        }
        lines.add(
                "  shift %d, presented %d, rotation %d"
                        .formatted(
                                track.shiftTicks(),
                                track.presentedTicks(),
                                track.rotationDegrees()));
        if (!track.picture().equals(ContainerPicture.UNSPECIFIED)) {
            lines.add(
                    "  pixel %s, colour %s"
                            .formatted(
                                    track.picture().sampleAspectRatio(), track.picture().colour()));
            for (var detail : track.picture().details()) {
                lines.add("  %s %s".formatted(detail.type(), detail.payload()));
            }
        }
        add(lines, track.samples());
    }

    private static void add(StringJoiner lines, SampleTable table) {
        lines.add(
                "  %d samples, %d bytes, %d sync, ticks %d to %d"
                        .formatted(
                                table.count(),
                                table.totalBytes(),
                                table.syncCount(),
                                table.startTicks(),
                                table.endTicks()));
        if (table.count() == 0) {
            return;
        }
        var cursor = table.cursor(0);
        do {
            lines.add(
                    "    %d: dts %d pts %d +%d at %d, %d bytes%s, entry %d"
                            .formatted(
                                    cursor.index(),
                                    cursor.dtsTicks(),
                                    cursor.ptsTicks(),
                                    cursor.durationTicks(),
                                    cursor.position(),
                                    cursor.sizeBytes(),
                                    cursor.isSync() ? ", sync" : "",
                                    cursor.configurationIndex()));
        } while (cursor.advance());
    }
}
