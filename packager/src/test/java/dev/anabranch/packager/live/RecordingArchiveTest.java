package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingArchiveTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private @TempDir Path temporary;
    private RecordingArchive archive;

    @BeforeEach
    void make() {
        archive = new RecordingArchive(temporary.resolve("recordings"));
    }

    private Path killed(String stream, Instant start) throws Exception {
        var folder = archive.folder(stream, start);
        var out = new RecordingFolder(folder, RecordingFiles.OF_SYSTEM, new RecordingIndex());
        try (out) {
            out.open();
            for (var part : FedMedia.bunny().parts()) {
                out.add(part);
            }
        }
        return folder;
    }

    private static void age(Path folder, Instant ended) throws Exception {
        Files.setLastModifiedTime(folder.resolve(Journal.FILE), FileTime.from(ended));
    }

    @Test
    void anArchiveThatIsNotThereIsEmpty() throws Exception {
        assertThat(archive.all()).isEmpty();
        assertThat(archive.repair()).isEmpty();
        assertThat(archive.deleteEndedBefore(NOW)).isEmpty();
    }

    @Test
    void repairsWhatKilledWritersLeftAndTellsWhatCannotBe() throws Exception {
        var whole = killed("news", NOW);
        var lost = killed("sport", NOW);
        Files.delete(lost.resolve("video-1/init.mp4"));

        var repairs = archive.repair();

        assertThat(repairs).hasSize(2);
        assertThat(repairs.getFirst()).isEqualTo(new RecordingArchive.Repair(whole, ""));
        assertThat(repairs.getLast().problem()).contains("init.mp4");
        assertThat(whole.resolve("index.m3u8")).exists();
        assertThat(archive.repair()).hasSize(1);
    }

    @Test
    void deletesWhatEndedBeforeTheLimitAndNothingElse() throws Exception {
        var old = killed("news", NOW.minusSeconds(100));
        var fresh = killed("news", NOW);
        archive.repair();
        var other = Files.writeString(archive.root().resolve("notes.txt"), "mine");
        age(old, NOW.minusSeconds(50));
        age(fresh, NOW);

        assertThat(archive.deleteEndedBefore(NOW.minusSeconds(10))).containsExactly(old);
        assertThat(old).doesNotExist();
        assertThat(archive.all()).containsExactly(fresh);
        assertThat(archive.deleteEndedBefore(NOW.plusSeconds(1))).containsExactly(fresh);
        assertThat(fresh.getParent()).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void whatIsBeingWrittenIsNeitherRepairedNorDeleted() throws Exception {
        var folder = archive.folder("news", NOW);
        try (var out =
                new RecordingFolder(folder, RecordingFiles.OF_SYSTEM, new RecordingIndex())) {
            out.open();
            age(folder, NOW.minusSeconds(100));
            assertThat(archive.all()).containsExactly(folder);
            assertThat(archive.repair()).isEmpty();
            assertThat(archive.deleteEndedBefore(NOW)).isEmpty();
        }
    }

    @Test
    void aNameThatIsNoFolderIsRefused() {
        for (var name : List.of("..", ".", "a/b", "", "../other")) {
            assertThatThrownBy(() -> archive.folder(name, NOW))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(archive.folder("news", NOW).getFileName())
                .hasToString("2026-11-26T10-00-00.000Z");
    }
}
