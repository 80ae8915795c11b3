package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Publisher;
import dev.anabranch.packager.VodPresentation;
import dev.anabranch.testkit.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every media file below the folder that `anabranch.media` names, packaged in every form and read
/// again by FFmpeg, which also reads the source. Files in folders called `malformed` only have to
/// be packaged or refused in words.
@EnabledIfSystemProperty(named = "anabranch.media", matches = ".+")
class RealMediaTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String MEDIA_FILE = ".*\\.(mp4|m4v|mov|3gp|m4a|aac|mp3|ac3|eac3|ec3)";

    /// Times in containers of other clocks are rounded by FFmpeg to its own.
    private static final long SAME_MICROS = 100;

    /// Where FFmpeg's reading of the source is not the truth, and why.
    private static final Map<String, String> NOT_JUDGED =
            Map.of(
                    "xhe_aac.mp4", "FFmpeg has no decoder for xHE-AAC and drops its packets",
                    "fragmented_uuid.mp4",
                            "FFmpeg reads its samples 8192 bytes too early: a uuid box was put into the file");

    /// Files whose last frame is cut short: FFmpeg hands out the rest of it, we leave it out.
    private static final Set<String> CUT_SHORT = Set.of("bear_id3.mp3", "sample.ac3");

    /// FFmpeg guesses the duration of these files' last frame instead of reading it from `stts`.
    private static final Set<String> GUESSED_DURATION = Set.of("iphone_hevc10_rot90.mov");

    /// FFmpeg warns of these renditions though they are as the source is.
    private static final Map<String, String> WARNED_OF =
            Map.of(
                    "vfr_samsung_slow_motion.mp4",
                            "frames 3 ms and 133 ms apart: 'DTS discontinuity' once frame rates are guessed",
                    "rotation_90.mp4",
                            "one frame: too few transport packets for FFmpeg to be sure");

    @TempDir private Path temp;

    /// The forms of packaging.
    enum Form {
        CMAF(0),
        SINGLE_FILE(0),
        TRANSPORT_STREAM(10_000_000);

        final long offsetMicros;

        Form(long offsetMicros) {
            this.offsetMicros = offsetMicros;
        }

        Packager packager(Path file) {
            var packager = Packager.of(file);
            return switch (this) {
                case CMAF -> packager;
                case SINGLE_FILE -> packager.singleFile();
                case TRANSPORT_STREAM -> packager.transportStream();
            };
        }
    }

    @BeforeAll
    static void needsFfmpeg() {
        assumeTrue(
                Command.find("ffprobe").isPresent(),
                "ffprobe is missing: install the package ffmpeg");
    }

    static List<Path> files() throws Exception {
        try (var walk = Files.walk(Path.of(System.getProperty("anabranch.media")))) {
            return walk.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().toLowerCase(java.util.Locale.ROOT).matches(MEDIA_FILE))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isPackagedFrameByFrameOrRefusedInWords(Path file) throws Exception {
        var source = Probe.of(file.toString());
        for (var form : Form.values()) {
            var out = temp.resolve(form.name());
            try (var presentation = form.packager(file).open()) {
                Publisher.onAllCores().publish(presentation, out, false);
                if (isJudged(file)) {
                    judge(file, source, form, presentation, out);
                }
            } catch (MediaFormatException refusal) {
                assertThat(refusal)
                        .hasMessageMatching("(?s).{20,}")
                        .hasMessageNotContaining("null");
                assertThat(out).doesNotExist();
            }
        }
    }

    private static void judge(
            Path file, Probe source, Form form, VodPresentation presentation, Path out) {
        var expected = chosen(source);
        var playlist = out.resolve("index.m3u8").toString();
        var read = chosen(Probe.of(playlist));
        var where = file.getFileName() + " as " + form;
        assertThat(kinds(read)).as(where).isEqualTo(kinds(expected));
        var shifts = new TreeSet<Long>();
        for (int i = 0; i < read.size(); i++) {
            shifts.add(shift(where, file, expected.get(i), read.get(i), form));
        }
        assertThat(shifts.last() - shifts.first())
                .as("%s: tracks against each other", where)
                .isLessThanOrEqualTo(SAME_MICROS);
        assertSegmentsStartWithKeyframes(where, presentation, read, form);
        switch (form) {
            case CMAF -> {
                assertDash(where, out, read);
                assertDecodes(file, playlist);
            }
            case SINGLE_FILE -> assertLastFrame(file, presentation, out, expected);
            case TRANSPORT_STREAM -> assertDecodes(file, playlist);
        }
    }

    private static boolean isJudged(Path file) {
        return !file.getParent().endsWith("malformed")
                && !NOT_JUDGED.containsKey(file.getFileName().toString());
    }

    /// The largest picture, covers of albums left aside, and all sound: what the packager takes.
    private static List<Probe.Stream> chosen(Probe probe) {
        var chosen = new ArrayList<Probe.Stream>();
        probe.streams().stream()
                .filter(stream ->
                        stream.kind().equals("video") && !stream.codec().matches("mjpeg|png"))
                .filter(stream -> !stream.packets().isEmpty())
                .reduce((a, b) -> b.pixels() > a.pixels() ? b : a)
                .ifPresent(chosen::add);
        probe.streams().stream()
                .filter(stream -> stream.kind().equals("audio"))
                .forEach(chosen::add);
        return chosen;
    }

    private static List<String> kinds(List<Probe.Stream> streams) {
        return streams.stream().map(stream -> stream.kind() + "/" + stream.codec()).toList();
    }

    /// Asserts that every frame is there at the source's time plus one constant, and returns it.
    /// Sound before the start may be less than in the source: more priming than a decoder needs is
    /// left out.
    private static long shift(
            String where, Path file, Probe.Stream source, Probe.Stream read, Form form) {
        var expected = new ArrayList<>(source.sortedMicros());
        if (CUT_SHORT.contains(file.getFileName().toString())) {
            expected.removeLast();
        }
        var times = read.sortedMicros();
        long kept = source.packets().stream().filter(packet -> !packet.isDiscarded()).count();
        long least = Math.min(kept, expected.size());
        assertThat((long) times.size())
                .as("%s: frames of %s", where, source.codec())
                .isBetween(least, (long) expected.size());
        int left = expected.size() - times.size();
        long shift = times.getLast() - expected.getLast();
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i) - expected.get(left + i))
                    .as("%s: time of frame %d of %s", where, i, source.codec())
                    .isBetween(shift - tolerance(source, form), shift + tolerance(source, form));
        }
        return source.kind().equals("audio") && form == Form.TRANSPORT_STREAM
                ? nearest(shift, times, expected, left)
                : shift;
    }

    /// In transport streams audio frames share a time stamp; a quarter of a frame is allowed before
    /// a new one is written.
    private static long tolerance(Probe.Stream stream, Form form) {
        boolean isGrouped = form == Form.TRANSPORT_STREAM && stream.kind().equals("audio");
        long frame =
                stream.packets().stream().mapToLong(Probe.Packet::durationMicros).max().orElse(0);
        return isGrouped ? SAME_MICROS + frame / 2 : SAME_MICROS;
    }

    /// The shift of the first frame, which always has a time stamp of its own.
    private static long nearest(long shift, List<Long> times, List<Long> expected, int left) {
        return times.isEmpty() ? shift : times.getFirst() - expected.get(left);
    }

    private static void assertSegmentsStartWithKeyframes(
            String where, VodPresentation presentation, List<Probe.Stream> read, Form form) {
        var main = presentation.renditions().getFirst();
        if (!read.getFirst().kind().equals("video")) {
            return;
        }
        var keys =
                read.getFirst().packets().stream()
                        .filter(Probe.Packet::isKey)
                        .map(packet -> packet.ptsMicros() - form.offsetMicros)
                        .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
        for (int n = 1; n < main.times().count(); n++) {
            long start = main.times().clock().duration(main.times().startTicks(n)).toNanos() / 1000;
            assertThat(keys.subSet(start - SAME_MICROS, start + SAME_MICROS))
                    .as("%s: keyframe at the start of segment %d, %d µs", where, n + 1, start)
                    .isNotEmpty();
        }
    }

    /// FFmpeg's DASH reader ends with the first Representation that ends, so the others may lack
    /// their last frames.
    private static void assertDash(String where, Path out, List<Probe.Stream> hls) {
        var dash = chosen(Probe.of(withoutText(out.resolve("manifest.mpd")).toString()));
        assertThat(kinds(dash)).as("%s: DASH", where).isEqualTo(kinds(hls));
        boolean isAnyWhole = false;
        for (int i = 0; i < dash.size(); i++) {
            var read = dash.get(i).packets().stream().map(Probe.Packet::ptsMicros).toList();
            var expected = hls.get(i).packets().stream().map(Probe.Packet::ptsMicros).toList();
            assertThat(expected.subList(0, Math.min(read.size(), expected.size())))
                    .as("%s: DASH", where)
                    .isEqualTo(read);
            isAnyWhole |= read.size() == expected.size();
        }
        assertThat(isAnyWhole).as("%s: DASH has all frames of the shortest track", where).isTrue();
    }

    /// FFmpeg reads no manifest that names a whole WebVTT file.
    private static Path withoutText(Path manifest) {
        try {
            var text = Files.readString(manifest);
            var bare =
                    text.replaceAll(
                            "(?s)<AdaptationSet id=\"\\d+\" contentType=\"text\".*?</AdaptationSet>",
                            "");
            return Files.writeString(manifest.resolveSibling("without-text.mpd"), bare);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertLastFrame(
            Path file, VodPresentation presentation, Path out, List<Probe.Stream> expected) {
        if (GUESSED_DURATION.contains(file.getFileName().toString())) {
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            var rendition = presentation.renditions().get(i);
            var media =
                    Probe.of(
                            out.resolve(rendition.name())
                                    .resolve(rendition.spans().getLast().singleFile())
                                    .toString());
            long last = last(media.streams().getFirst()).durationMicros();
            if (last == 0) {
                continue; // FFmpeg names no duration for Opus and for pictures of no even rate
            }
            // An edit list may end the source's last frame early; ours is whole.
            assertThat(last)
                    .as(
                            "%s: duration of the last frame of %s",
                            file.getFileName(), rendition.name())
                    .isGreaterThanOrEqualTo(last(expected.get(i)).durationMicros() - 2_000);
        }
    }

    private static Probe.Packet last(Probe.Stream stream) {
        return stream.packets().stream()
                .max(Comparator.comparingLong(Probe.Packet::ptsMicros))
                .orElseThrow();
    }

    private static void assertDecodes(Path file, String playlist) {
        if (WARNED_OF.containsKey(file.getFileName().toString())) {
            return;
        }
        var warnings = warnings(playlist);
        if (!warnings.isEmpty()) {
            warnings.removeAll(warnings(file.toString()));
        }
        assertThat(warnings).as("what FFmpeg says of %s and not of its source", playlist).isEmpty();
    }

    /// Warnings without addresses, names and counts, and without FFmpeg's word that it reads no
    /// subtitles of HLS.
    private static Set<String> warnings(String input) {
        var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "warning"));
        if (input.endsWith(".m3u8")) {
            command.addAll(List.of("-extension_picky", "0"));
        }
        command.addAll(List.of("-i", input, "-f", "null", "-"));
        return new TreeSet<>(
                Stream.of(Command.run(TIMEOUT, command).err().split("\n"))
                        .map(line ->
                                line.replace(input, "").replaceAll("0x[0-9a-f]+|\\d+", "#").strip())
                        .filter(line ->
                                !line.isEmpty() && !line.contains("Can't support the subtitle"))
                        .toList());
    }
}
