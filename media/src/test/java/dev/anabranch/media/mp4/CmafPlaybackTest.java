package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.TrackKind;
import dev.anabranch.testkit.Command;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Movies cut into CMAF segments and judged by ffprobe and ffmpeg (Debian package `ffmpeg`): every
/// packet with its time, duration, flags, size and bytes, and a decoder that has nothing to say.
class CmafPlaybackTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"prog_8s_ctts.mp4", "sample.mp4", "fragmented_multiple_sidx.mp4"})
    void playsSegmentsAsTheFileTheyWereCutFrom(String name) throws Exception {
        assumeTrue(Command.find("ffprobe").isPresent(), "ffprobe is missing: install ffmpeg");
        var bytes = Samples.bytes(name);
        var source = Files.write(folder.resolve(name), bytes);
        var tracks = Samples.read(name).tracks();
        for (int stream = 0; stream < tracks.size(); stream++) {
            var track = tracks.get(stream);
            var cut =
                    Files.write(folder.resolve(stream + ".mp4"), cut(ByteSource.of(bytes), track));

            var expected = packets(source, stream);
            var actual = packets(cut, 0);

            assertThat(payloads(actual)).as("stream " + stream).isEqualTo(payloads(expected));
            assertThat(times(actual)).as("stream " + stream).isEqualTo(times(expected));
            assertThat(durations(actual, expected)).isEqualTo(durations(expected, actual));
            assertThat(Command.run(TIMEOUT, decode(cut)).err()).isEmpty();
        }
    }

    /// Init segment, index, and a segment of two chunks for each group of pictures or 50 frames.
    private static byte[] cut(ByteSource source, IndexedTrack track) throws Exception {
        var samples = track.samples();
        boolean isVideo = track.kind() == TrackKind.VIDEO;
        long shift = isVideo ? -firstPresentation(samples) : 0;
        var references = new ArrayList<SegmentIndex.Reference>();
        var media = new ByteArrayOutputStream();
        for (int start = 0; start < samples.count(); ) {
            int end = isVideo ? nextSync(samples, start) : Math.min(start + 50, samples.count());
            int before = media.size();
            int middle = start + Math.max(1, (end - start) / 2);
            chunk(source, track, start, middle, Optional.of(SegmentType.SEGMENT), shift, media);
            if (middle < end) {
                chunk(source, track, middle, end, Optional.empty(), shift, media);
            }
            references.add(SegmentIndex.Reference.segment(media.size() - before, 1));
            start = end;
        }
        var index =
                new SegmentIndex(track.track().id(), track.track().timescale(), 0, 0, references);
        var file = new ByteArrayOutputStream();
        file.write(InitSegment.of(track).toBytes());
        file.write(index.toByteArray());
        media.writeTo(file);
        return file.toByteArray();
    }

    private static void chunk(
            ByteSource source,
            IndexedTrack track,
            int start,
            int end,
            Optional<SegmentType> type,
            long shift,
            ByteArrayOutputStream media)
            throws Exception {
        var run = SampleRun.of(track.samples().cursor(start), end - start);
        var header =
                new MediaSegment(
                        track.track().id(),
                        start,
                        run.startTicks(),
                        shift,
                        type,
                        Optional.empty(),
                        List.of());
        media.write(header.header(run));
        for (int n = 0; n < run.ranges().count(); n++) {
            media.write(source.read(run.ranges().position(n), (int) run.ranges().sizeBytes(n)));
        }
    }

    private static long firstPresentation(SampleTable samples) throws Exception {
        return SampleRun.of(samples.cursor(0), Math.min(16, samples.count())).earliestPtsTicks();
    }

    private static int nextSync(SampleTable samples, int start) {
        int n = samples.syncAtOrAfter(start + 1);
        return n == samples.syncCount() ? samples.count() : samples.syncSample(n);
    }

    /// Times from the first packet on, as ffprobe moves all of a track with negative composition
    /// offsets by the same amount.
    private static List<String> times(List<Map<String, String>> packets) {
        long pts = number(packets.getFirst(), "pts");
        long dts = number(packets.getFirst(), "dts");
        return packets.stream()
                .map(packet -> (number(packet, "pts") - pts) + "/" + (number(packet, "dts") - dts))
                .toList();
    }

    private static List<String> payloads(List<Map<String, String>> packets) {
        return packets.stream()
                .map(p -> p.get("size") + " " + p.get("flags") + " " + p.get("data_hash"))
                .toList();
    }

    /// Durations where ffprobe has one in both files: it takes them from a fragment only when there
    /// are composition offsets.
    private static List<String> durations(
            List<Map<String, String>> packets, List<Map<String, String>> others) {
        var durations = new ArrayList<String>();
        for (int i = 0; i < packets.size(); i++) {
            if (!"N/A".equals(others.get(i).get("duration"))) {
                durations.add(packets.get(i).get("duration"));
            }
        }
        durations.removeIf("N/A"::equals);
        return durations;
    }

    private static long number(Map<String, String> packet, String field) {
        return Long.parseLong(packet.getOrDefault(field, ""));
    }

    private static List<Map<String, String>> packets(Path file, int stream) {
        var arguments =
                List.of(
                        "ffprobe -v error -fflags +nofillin+noparse -ignore_editlist 1 -show_data_hash adler32 -of compact=p=0"
                                .split(" "));
        var command = new ArrayList<>(arguments);
        command.add("-select_streams");
        command.add("" + stream);
        command.add("-show_entries");
        command.add("packet=pts,dts,duration,size,flags,data_hash");
        command.add(file.toString());
        return Command.run(TIMEOUT, command).out().lines().map(CmafPlaybackTest::fields).toList();
    }

    private static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        for (var field : line.split("\\|")) {
            int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return fields;
    }

    private static List<String> decode(Path file) {
        return List.of("ffmpeg", "-v", "warning", "-i", file.toString(), "-f", "null", "-");
    }
}
