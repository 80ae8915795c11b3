package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final List<JournalEntry> ALL =
            List.of(
                    new JournalEntry.TargetDuration(2),
                    new JournalEntry.RenditionAdded(TrackKind.VIDEO, 90_000, "video-1"),
                    new JournalEntry.InitAdded(0, 1, 800, 0x1234_5678),
                    new JournalEntry.SegmentBegun(
                            0, Long.MAX_VALUE, 0, 3, -5, 1_700_000_000_000_000L),
                    new JournalEntry.PartAdded(0, 1L << 40, 18_000, 70_000, 6, 30_000, -1),
                    new JournalEntry.SegmentEnded(0),
                    new JournalEntry.Interrupted(),
                    new JournalEntry.Ended());

    private @TempDir Path folder;
    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve(Journal.FILE);
        try (var journal = Journal.create(RecordingFiles.OF_SYSTEM, path)) {
            for (var entry : ALL) {
                journal.append(entry);
            }
        }
    }

    private List<JournalEntry> read() throws IOException, MediaFormatException {
        var entries = new ArrayList<JournalEntry>();
        Journal.read(path, entries::add);
        return entries;
    }

    @Test
    void everyEntryIsReadAsItWasWritten() throws Exception {
        assertThat(read()).isEqualTo(ALL);
    }

    @Test
    void anEntryCutOffAnywhereIsDroppedAndThoseBeforeItStay() throws Exception {
        var whole = Files.readAllBytes(path);
        int before = 0;
        for (int length = 8; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            var entries = new ArrayList<JournalEntry>();
            long valid = Journal.read(path, entries::add);
            assertThat(entries).isEqualTo(ALL.subList(0, entries.size()));
            assertThat(entries.size()).isBetween(before, before + 1);
            assertThat(valid).isLessThanOrEqualTo(length);
            before = entries.size();
        }
        assertThat(before).isEqualTo(ALL.size() - 1);
    }

    @Test
    void anyChangedByteEndsTheJournalBeforeItsEntry() throws Exception {
        var whole = Files.readAllBytes(path);
        for (int at = 8; at < whole.length; at++) {
            var damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(path, damaged);
            assertThat(read()).hasSizeLessThan(ALL.size());
        }
    }

    @Test
    void goesOnBehindTheLastWholeEntry() throws Exception {
        var whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length - 1));
        long valid = Journal.read(path, _ -> {});
        try (var journal = Journal.open(RecordingFiles.OF_SYSTEM, path, valid)) {
            journal.append(new JournalEntry.SegmentEnded(0));
        }
        var expected = new ArrayList<>(ALL.subList(0, ALL.size() - 1));
        expected.add(new JournalEntry.SegmentEnded(0));
        assertThat(read()).isEqualTo(expected);
    }

    @Test
    void whatIsNoJournalIsRefused() throws Exception {
        Files.writeString(path, "#EXTM3U\n#EXT-X-VERSION:6\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("no recording");
        Files.writeString(path, "");
        assertThatThrownBy(this::read).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void aRenditionNameThatLeadsOutOfTheFolderIsRefused() {
        for (var name : List.of("", "..", ".hidden", "a/b", "a\\b", "ä", "a".repeat(129))) {
            assertThatThrownBy(() -> new JournalEntry.RenditionAdded(TrackKind.AUDIO, 48_000, name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new JournalEntry.RenditionAdded(TrackKind.AUDIO, 48_000, "a".repeat(128)).name())
                .hasSize(128);
    }

    @Test
    void onlyOneWritesAJournal() throws Exception {
        try (var first = Journal.create(RecordingFiles.OF_SYSTEM, path)) {
            first.append(new JournalEntry.TargetDuration(2));
            assertThatThrownBy(() -> Journal.create(RecordingFiles.OF_SYSTEM, path))
                    .hasMessageContaining("being written");
        }
    }
}
