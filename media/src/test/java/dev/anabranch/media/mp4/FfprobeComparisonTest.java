package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every file under the folder of the system property `anabranch.media` against ffprobe (Debian
/// package `ffmpeg`): how many tracks, and each sample's times, size, place and sync flag.
class FfprobeComparisonTest {

    private static final Pattern MOVED = Pattern.compile("they are moved by (\\d+) bytes");

    private static final Set<String> ENDINGS = Set.of("mp4", "m4a", "m4v", "mov", "3gp");

    @TestFactory
    Stream<DynamicTest> samplesAreThoseOfFfprobe() throws IOException {
        var folder = System.getProperty("anabranch.media");
        assumeTrue(folder != null, "set -Danabranch.media=FOLDER to compare real files");
        assumeTrue(Ffprobe.isInstalled(), "ffprobe is missing: install the package ffmpeg");
        var files = new ArrayList<Path>();
        try (var all = Files.walk(Path.of(folder), java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            all.filter(FfprobeComparisonTest::isMovie).sorted().forEach(files::add);
        }
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                Path.of(folder).relativize(file).toString(), () -> compare(file)));
    }

    private static boolean isMovie(Path file) {
        var name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static void compare(Path file) throws IOException {
        var kinds = Ffprobe.streamKinds(file);
        Movie movie;
        try (var source = PathSource.open(file)) {
            movie = MovieReader.read(source);
        } catch (MediaFormatException refused) {
            assertThat(kinds).as("ffprobe reads what we refuse: " + refused.getMessage()).isEmpty();
            return;
        }
        assumeTrue(!kinds.isEmpty(), "ffprobe refuses what we read: " + file);
        // Without its parsers ffprobe tells what the container says, not what the bitstream does.
        var packets =
                Ffprobe.packets(file, "-ignore_editlist", "1", "-fflags", "+noparse+nofillin");
        boolean isCutShort = movie.warnings().toString().contains("beyond the end of the file");
        var differences = new ArrayList<String>();
        // A timescale above 2^31 - 1 was negative to whoever wrote it: we leave the track out,
        // ffprobe guesses.
        boolean isClockRefused = movie.warnings().toString().contains("left out: timescale");
        if (kinds.size() != movie.tracks().size() && !isClockRefused) {
            differences.add("%s tracks, ffprobe has %s".formatted(movie.tracks().size(), kinds));
        }
        for (int track = 0; track < Math.min(kinds.size(), movie.tracks().size()); track++) {
            int stream = track;
            long moved = movedBytes(movie);
            var expected =
                    packets.stream()
                            .filter(packet -> packet.stream() == stream)
                            .map(packet -> packet.moved(moved))
                            .toList();
            var samples = movie.tracks().get(track).samples();
            if (samples.count() != expected.size() && !isCutShort) {
                differences.add(
                        "track %d: %d samples, ffprobe has %d"
                                .formatted(track, samples.count(), expected.size()));
            }
            differences.addAll(differences(track, samples, expected));
        }
        differences.addAll(shifts(movie, Ffprobe.packets(file, "-fflags", "+noparse+nofillin")));
        assertThat(differences).as("warnings: " + movie.warnings()).isEmpty();
    }

    /// By how much data offsets were mended, which ffprobe takes as they are and so reads bytes of
    /// the box in front of the media.
    private static long movedBytes(Movie movie) {
        return movie.warnings().stream()
                .map(MOVED::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst()
                .orElse(0);
    }

    /// With edit lists applied, packets at the same place are presented at the same time. Where an
    /// edit starts within a frame ffprobe moves the track on to the next one; we do not.
    private static List<String> shifts(Movie movie, List<Ffprobe.Packet> packets) {
        var differences = new ArrayList<String>();
        for (int stream = 0; stream < movie.tracks().size(); stream++) {
            int number = stream;
            var own = packets.stream().filter(packet -> packet.stream() == number).toList();
            var track = movie.tracks().get(stream);
            if (track.samples().count() > 0 && movie.timescale().isPresent()) {
                shift(track, own).ifPresent(differences::add);
            }
        }
        return differences;
    }

    private static Optional<String> shift(IndexedTrack track, List<Ffprobe.Packet> packets) {
        var pts = new HashMap<Long, Long>();
        var cursor = track.samples().cursor(0);
        long frame = cursor.durationTicks();
        do {
            pts.put(cursor.position(), cursor.ptsTicks() + track.shiftTicks());
        } while (cursor.advance());
        var shared = packets.stream().filter(packet -> pts.containsKey(packet.position())).toList();
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        long alignment = difference(pts, shared.getFirst());
        return shared.stream()
                .filter(packet ->
                        Math.abs(alignment) > frame
                                || Math.abs(difference(pts, packet) - alignment) > 1)
                .findFirst()
                .map(packet -> "shifted: " + pts.get(packet.position()) + " but ffprobe " + packet);
    }

    private static long difference(Map<Long, Long> pts, Ffprobe.Packet packet) {
        return packet.pts() - pts.get(packet.position());
    }

    private static List<String> differences(
            int track, SampleTable table, List<Ffprobe.Packet> expected) {
        var differences = new ArrayList<String>();
        if (table.count() == 0 || expected.isEmpty()) {
            return differences;
        }
        var cursor = table.cursor(0);
        // ffprobe moves all decode times when an offset is negative.
        long dtsShift = expected.getFirst().dts() - cursor.dtsTicks();
        for (var packet : expected.subList(0, Math.min(expected.size(), table.count()))) {
            var ours =
                    new Ffprobe.Packet(
                            packet.stream(),
                            cursor.ptsTicks(),
                            cursor.dtsTicks() + dtsShift,
                            cursor.sizeBytes(),
                            cursor.position(),
                            cursor.isSync());
            if (!ours.equals(packet) && differences.size() < 5) {
                differences.add(
                        "track %d sample %d: %s, ffprobe has %s"
                                .formatted(track, cursor.index(), ours, packet));
            }
            cursor.advance();
        }
        return differences;
    }
}
