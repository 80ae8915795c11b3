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
    void whateverIsCutOffTheRestIsAVodAndSaysWhereItEnds() throws Exception {
        var parts = FedMedia.bunny().parts();
        var whole = temporary.resolve("whole");
        record(whole, parts, false);
        var journal = Files.readAllBytes(whole.resolve(Journal.FILE));
        long counted = 0;
        // Every entry's end, its middle, and the byte before its end.
        for (int length = 400; length < journal.length; length += 17) {
            var folder = temporary.resolve("cut-" + length);
            record(folder, parts, false);
            Files.write(folder.resolve(Journal.FILE), Arrays.copyOf(journal, length));
            var repaired = Recording.repair(folder);
            assertThat(repaired.isFinished()).isTrue();
            if (Files.exists(folder.resolve("index.m3u8"))) {
                isClean(folder);
                counted++;
            }
        }
        assertThat(counted).isGreaterThan(10);
    }

    @Test
    void bytesThatAreMissingOrWrongEndTheLastSegmentBeforeTheirPart() throws Exception {
        var parts = FedMedia.bunny().parts();
        var video = parts.stream().filter(one -> one.rendition().equals("video-1")).toList();
        var some = video.subList(0, 6);
        int last = some.getLast().bytes().remaining();
        for (int lost = 0; lost <= last; lost += Math.max(1, last / 7)) {
            for (var isZeroed : List.of(true, false)) {
                var folder = temporary.resolve("lost-" + lost + isZeroed);
                record(folder, some, false);
                var file = onlyPartial(folder);
                var bytes = Files.readAllBytes(file);
                var kept = Arrays.copyOf(bytes, bytes.length - lost);
                Files.write(file, isZeroed ? Arrays.copyOf(kept, bytes.length) : kept);

                Recording.repair(folder);

                isClean(folder);
                long expected = lost == 0 ? total(some) : total(some.subList(0, 5));
                assertThat(mediaBytes(folder)).isEqualTo(expected);
            }
        }
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
