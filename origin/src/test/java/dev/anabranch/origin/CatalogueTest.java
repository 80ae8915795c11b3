package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.live.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids, and when files are opened and closed.
class CatalogueTest {

    @TempDir Path temp;
    private final List<Fake> opened = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private MediaFolder folder(int maximumOpen) throws IOException {
        return new MediaFolder(
                temp,
                file -> {
                    var fake = Fake.open(file);
                    opened.add(fake);
                    return fake;
                },
                "",
                maximumOpen,
                () -> now);
    }

    @ParameterizedTest
    @CsvSource({
        "film, film",
        "My-film_2.final, My-film_2.final",
        "a film, a-film-[0-9a-f]{8}",
        "Ein Häuschen, Ein-Hauschen-[0-9a-f]{8}",
        "映画, [0-9a-f]{8}",
        ".hidden, hidden-[0-9a-f]{8}",
        "a/b, a-b-[0-9a-f]{8}",
        "%2e%2e, 2e-2e-[0-9a-f]{8}"
    })
    void anIdIsSafeInAnAddress(String name, String id) {
        assertThat(PlaybackId.of(name)).matches(id);
        assertThat(PlaybackId.isValid(PlaybackId.of(name))).isTrue();
    }

    @Test
    void composedAndDecomposedNamesAreOne() {
        assertThat(PlaybackId.of("Ha\u0308us")).isEqualTo(PlaybackId.of("H\u00e4us"));
        assertThat(PlaybackId.of("x".repeat(500)).length()).isLessThan(100);
    }

    @Test
    void namesWithSpacesAndUnicodeAreServed() throws Exception {
        Files.write(temp.resolve("Ein Häuschen 映画.mp4"), Fake.bytes(3000));
        Files.write(
                Files.createDirectories(temp.resolve("sub dir")).resolve("b.MOV"),
                Fake.bytes(3000));
        Files.writeString(temp.resolve("notes.txt"), "no film");
        Files.write(temp.resolve("._film.mp4"), Fake.bytes(3000));
        try (var folder = folder(4)) {
            assertThat(folder.titles())
                    .extracting(Title::name)
                    .containsExactly("Ein Häuschen 映画", "sub dir/b");
            for (var title : folder.titles()) {
                var resource = folder.open(title.playbackId(), "index.m3u8").orElseThrow();
                assertThat(resource.mimeType()).isEqualTo("application/vnd.apple.mpegurl");
                resource.holder().release();
            }
        }
    }

    @Test
    void theLeastRecentlyUsedFileIsClosedWhenItsReaderIsDone() throws Exception {
        for (int i = 0; i < 3; i++) {
            Files.write(temp.resolve("f" + i + ".mp4"), Fake.bytes(3000));
        }
        try (var folder = folder(1)) {
            var first = folder.open("f0", "mixed.m4s").orElseThrow();
            folder.open("f1", "mixed.m4s").orElseThrow().holder().release();
            folder.open("f2", "mixed.m4s").orElseThrow().holder().release();
            var reader = opened.getFirst();
            assertThat(reader.isClosed).isFalse();
            first.holder().release();
            folder.open("f2", "index.m3u8").orElseThrow().holder().release();
            assertThat(opened.stream().filter(fake -> !fake.isClosed).count())
                    .isLessThanOrEqualTo(1);
        }
        assertThat(opened).allMatch(fake -> fake.isClosed);
    }

    @Test
    void aFileIsOpenedOnceAndAgainWhenItChanged() throws Exception {
        var file = Files.write(temp.resolve("f.mp4"), Fake.bytes(3000));
        try (var folder = folder(4)) {
            var first = folder.open("f", "index.m3u8").orElseThrow();
            var second = folder.open("f", "mixed.m4s").orElseThrow();
            assertThat(opened).hasSize(1);
            assertThat(first.etag()).isNotEqualTo(second.etag());
            Files.write(file, Fake.bytes(4000));
            assertThat(first.holder().isCurrent()).isFalse();
            var third = folder.open("f", "index.m3u8").orElseThrow();
            assertThat(opened).hasSize(2);
            assertThat(third.etag()).isNotEqualTo(first.etag());
            List.of(first, second, third).forEach(resource -> resource.holder().release());
            assertThat(opened.getFirst().isClosed).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.m3u8", "manifest.mpd", Recording.JOURNAL})
    void initSegmentsOfPackagedFoldersAndRunningRecordingsAreNoTitles(String sign)
            throws Exception {
        var packaged = Files.createDirectories(temp.resolve("out/video"));
        Files.writeString(temp.resolve("out").resolve(sign), "#EXTM3U");
        Files.write(packaged.resolve("init.mp4"), Fake.bytes(3000));
        Files.write(temp.resolve("film.mp4"), Fake.bytes(3000));
        try (var folder = folder(4)) {
            assertThat(folder.titles()).extracting(Title::name).containsExactly("film");
        }
    }

    @Test
    void newFilesAreSeenAfterASecond() throws Exception {
        try (var folder = folder(4)) {
            assertThat(folder.titles()).isEmpty();
            Files.write(temp.resolve("late.mp4"), Fake.bytes(3000));
            assertThat(folder.title("late")).isEmpty();
            now = now.plusMillis(1001);
            assertThat(folder.title("late")).isPresent();
        }
    }

    @Test
    void linksThatLeadInACircleAreNotFollowed() throws Exception {
        var film = Files.createDirectories(temp.resolve("films/film"));
        Files.writeString(film.resolve("index.m3u8"), "#EXTM3U");
        Files.createSymbolicLink(temp.resolve("self"), temp);
        Files.createSymbolicLink(temp.resolve("films/up"), temp);
        Files.createSymbolicLink(temp.resolve("other"), film);
        try (var folder = new PackagedFolder(temp, () -> now)) {
            assertThat(folder.titles())
                    .extracting(Title::name)
                    .containsExactly("films/film", "other");
        }
    }

    @Test
    void aRecordingIsNamedByItsStreamAndWhenItBegan() throws Exception {
        var one = Files.createDirectories(temp.resolve("show/2026-11-26T13-30-14.101Z"));
        Files.writeString(one.resolve("index.m3u8"), "#EXTM3U");
        try (var folder = new PackagedFolder(temp, () -> now)) {
            assertThat(folder.titles())
                    .extracting(Title::name)
                    .containsExactly("show, 2026-11-26 13:30:14 UTC");
        }
    }
}
