package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.packager.check.Breach;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFolderTest {

    private @TempDir Path temporary;

    private static RecordingIndex record(Path folder, List<RecordedPart> parts, boolean ends)
            throws Exception {
        var index = new RecordingIndex();
        try (var out = new RecordingFolder(folder, RecordingFiles.OF_SYSTEM, index)) {
            out.open();
            for (var part : parts) {
                out.add(part);
            }
            if (ends) {
                out.end();
                new RecordedVod(folder, index).write();
            }
        }
        return index;
    }

    private static void isClean(Path folder) throws Exception {
        var report =
                PresentationCheck.of(
                        new FolderResources(folder), List.of("index.m3u8", "manifest.mpd"));
        // A crash may leave sound that ends a segment before the picture: advice, not a rule.
        assertThat(report.breaches())
                .noneMatch(breach -> breach.severity() == Breach.Severity.MUST);
        assertThat(report.segments()).isPositive();
    }

    @Test
    void aFinishedRecordingIsAVodThatBreaksNoRule() throws Exception {
        var folder = temporary.resolve("vod");
        record(folder, FedMedia.bunny().parts(), true);

        isClean(folder);
        assertThat(Files.readString(folder.resolve("index.m3u8")))
                .contains("RESOLUTION=427x240", "FRAME-RATE=24.000", "iframes.m3u8");
        assertThat(folder.resolve("video-1/init.mp4")).exists();
        assertThat(folder.resolve("video-1/1.m4s")).exists();
        assertThat(folder.resolve("video-1/.1.m4s.part")).doesNotExist();
    }

    @Test
    void whateverIsCutOffTheRestIsAVodUpToTheLastWholePart() throws Exception {
        var parts = PartCollector.bunny();
        var whole = temporary.resolve("whole");
        record(whole, parts, false);
        var journal = Files.readAllBytes(whole.resolve(Journal.FILE));
        int vods = 0;
        // A prime, so that every place within an entry comes by.
        for (int length = 8; length < journal.length; length += 61) {
            var folder = temporary.resolve("cut-" + length);
            record(folder, parts, false);
            Files.write(folder.resolve(Journal.FILE), Arrays.copyOf(journal, length));
            long expected = journaledBytes(folder);

            Recording.repair(folder);

            if (Files.exists(folder.resolve("index.m3u8"))) {
                isClean(folder);
                vods++;
            }
            assertThat(listedBytes(folder)).isEqualTo(expected);
        }
        assertThat(vods).isGreaterThan(50);
    }

    /// The bytes of all parts the journal speaks of.
    private static long journaledBytes(Path folder) throws Exception {
        var sum = new AtomicLong();
        Journal.read(
                folder.resolve(Journal.FILE),
                entry -> {
                    if (entry instanceof JournalEntry.PartAdded part) {
                        sum.addAndGet(part.sizeBytes());
                    }
                });
        return sum.get();
    }

    /// The bytes of all segments the playlists name.
    private static long listedBytes(Path folder) throws Exception {
        long sum = 0;
        for (var rendition : List.of("video-1", "audio-1")) {
            var playlist = folder.resolve(rendition).resolve("index.m3u8");
            for (var line : Files.exists(playlist) ? Files.readAllLines(playlist) : List.of("")) {
                if (line.endsWith(".m4s")) {
                    sum += Files.size(folder.resolve(rendition).resolve(line));
                }
            }
        }
        return sum;
    }

    @Test
    void bytesThatAreMissingOrWrongEndTheLastSegmentBeforeTheirPart() throws Exception {
        var video =
                PartCollector.bunny().stream()
                        .filter(one -> one.rendition().equals("video-1"))
                        .toList();
        var some = video.subList(0, 17);
        var segment = some.stream().filter(one -> one.msn() == some.getLast().msn()).toList();
        assertThat(segment).hasSizeGreaterThan(2);
        int open = (int) total(segment);
        for (int kept = 0; kept <= open; kept += Math.max(1, open / 23)) {
            for (var isZeroed : List.of(true, false)) {
                var folder = temporary.resolve("kept-" + kept + isZeroed);
                record(folder, some, false);
                var file = onlyPartial(folder);
                var bytes = Arrays.copyOf(Files.readAllBytes(file), kept);
                Files.write(file, isZeroed ? Arrays.copyOf(bytes, open) : bytes);

                Recording.repair(folder);

                isClean(folder);
                long expected = total(some) - open + wholeParts(segment, kept);
                assertThat(mediaBytes(folder)).isEqualTo(expected);
            }
        }
    }

    /// The bytes of those parts that lie within the first `kept`.
    private static long wholeParts(List<RecordedPart> segment, int kept) {
        long sum = 0;
        for (var part : segment) {
            if (sum + part.bytes().remaining() > kept) {
                break;
            }
            sum += part.bytes().remaining();
        }
        return sum;
    }

    private static Path onlyPartial(Path folder) throws Exception {
        try (var all = Files.list(folder.resolve("video-1"))) {
            return all.filter(path -> path.toString().endsWith(".part")).findFirst().orElseThrow();
        }
    }

    private static long total(List<RecordedPart> parts) {
        return parts.stream().mapToLong(one -> one.bytes().remaining()).sum();
    }

    private static long mediaBytes(Path folder) throws Exception {
        long sum = 0;
        try (var all = Files.list(folder.resolve("video-1"))) {
            for (var path : all.filter(one -> one.toString().endsWith(".m4s")).toList()) {
                sum += Files.size(path);
            }
        }
        return sum;
    }

    @Test
    void repairedTwiceItIsTheSame() throws Exception {
        var folder = temporary.resolve("twice");
        record(folder, FedMedia.bunny().parts(), false);
        Recording.repair(folder);
        var first = Files.readString(folder.resolve("video-1/index.m3u8"));
        Recording.repair(folder);
        assertThat(Files.readString(folder.resolve("video-1/index.m3u8"))).isEqualTo(first);
        assertThat(Recording.open(folder).isFinished()).isTrue();
    }

    @Test
    void aCompleteSegmentThatIsLostBecomesAGap() throws Exception {
        var folder = temporary.resolve("gap");
        record(folder, FedMedia.bunny().parts(), false);
        Files.delete(folder.resolve("video-1/2.m4s"));
        Recording.repair(folder);
        assertThat(Files.readString(folder.resolve("video-1/index.m3u8")))
                .containsPattern("#EXT-X-GAP\n#EXTINF:[0-9.]+,\n2.m4s");
    }

    @Test
    void aLostInitializationSectionIsNamed() throws Exception {
        var folder = temporary.resolve("init");
        record(folder, FedMedia.bunny().parts(), false);
        Files.delete(folder.resolve("audio-1/init.mp4"));
        assertThatThrownBy(() -> Recording.repair(folder)).hasMessageContaining("init.mp4");
    }

    @Test
    void whatIsStillBeingWrittenIsNotRepaired() throws Exception {
        var folder = temporary.resolve("busy");
        try (var out =
                new RecordingFolder(folder, RecordingFiles.OF_SYSTEM, new RecordingIndex())) {
            out.open();
            assertThatThrownBy(() -> Recording.repair(folder))
                    .hasMessageContaining("still being written");
        }
    }
}
