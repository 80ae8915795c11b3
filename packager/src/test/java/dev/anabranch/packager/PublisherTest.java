package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

    @TempDir private Path folder;

    @Test
    void putsMediaFirstAndTheMultivariantPlaylistLast() throws Exception {
        var order = Collections.synchronizedList(new ArrayList<String>());
        var store = new MemoryStore();
        try (var presentation = Samples.packager(Samples.BUNNY).open()) {
            Publisher.onAllCores()
                    .publish(
                            presentation,
                            new SegmentStore() {
                                @Override
                                public void put(String path, Content content) throws IOException {
                                    store.put(path, content);
                                    order.add(path);
                                }

                                @Override
                                public Optional<Content> open(String path) {
                                    return store.open(path);
                                }

                                @Override
                                public boolean delete(String path) {
                                    return store.delete(path);
                                }
                            });
            assertThat(order).containsExactlyInAnyOrderElementsOf(presentation.paths());
        }
        int firstManifest =
                (int) order.stream().takeWhile(path -> !path.matches(".*(m3u8|mpd)")).count();
        assertThat(order.subList(firstManifest, order.size()))
                .allMatch(path -> path.matches(".*(m3u8|mpd)"));
        assertThat(order.getLast()).isEqualTo("index.m3u8");
    }

    @Test
    void refusesAFolderWithSomethingInItUnlessToldToReplace() throws Exception {
        var target = Files.createDirectory(folder.resolve("out"));
        Files.writeString(target.resolve("mine.txt"), "keep me");
        try (var presentation = Samples.packager(Samples.AUDIO_ONLY).open()) {
            var publisher = Publisher.onAllCores();
            assertThatThrownBy(() -> publisher.publish(presentation, target, false))
                    .isInstanceOf(DirectoryNotEmptyException.class);
            assertThat(target.resolve("mine.txt")).exists();
            publisher.publish(presentation, target, true);
        }
        assertThat(target.resolve("mine.txt")).doesNotExist();
        assertThat(target.resolve("index.m3u8")).exists();
        assertThat(entries(folder)).containsExactly("out");
    }

    @Test
    void leavesNothingBehindWhenItFails() throws Exception {
        Presentation broken =
                new Presentation() {
                    @Override
                    public List<String> paths() {
                        return List.of("1.ts", "2.ts", "index.m3u8");
                    }

                    @Override
                    public Optional<Content> resource(String path) throws MediaFormatException {
                        if (path.equals("2.ts")) {
                            throw MediaFormatException.malformed("offset 7", "broken");
                        }
                        return Optional.of(Content.of(MediaType.TRANSPORT_STREAM, "x"));
                    }

                    @Override
                    public void close() {}
                };
        assertThatThrownBy(() ->
                        Publisher.onAllCores().publish(broken, folder.resolve("a b ü"), false))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("offset 7");
        assertThat(entries(folder)).isEmpty();
    }

    @Test
    void saysSoWhenAnInputIsCutShortMeanwhileAndLeavesNothingBehind() throws Exception {
        var film = Files.copy(Samples.path(Samples.BUNNY), folder.resolve("film.mp4"));
        try (var presentation = Packager.of(film).open();
                var channel =
                        java.nio.channels.FileChannel.open(
                                film, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(100_000);
            assertThatThrownBy(() ->
                            Publisher.onAllCores()
                                    .publish(presentation, folder.resolve("a/b/out"), false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("film.mp4: the file became shorter while it was read");
        }
        assertThat(entries(folder)).containsExactly("film.mp4");
    }

    @Test
    void stopsWhenCancelledAndLeavesNothingBehind() throws Exception {
        try (var presentation = Samples.packager(Samples.LONG).open()) {
            var publisher = new Publisher[1];
            publisher[0] = new Publisher(2, (resources, of, bytes) -> publisher[0].cancel());
            assertThatThrownBy(
                            () -> publisher[0].publish(presentation, folder.resolve("out"), false))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(entries(folder)).isEmpty();
    }

    @Test
    void whatComesIntoTheFolderMeanwhileIsNotDeleted() throws Exception {
        var target = folder.resolve("out");
        try (var presentation = Samples.packager(Samples.AUDIO_ONLY).open()) {
            var publisher =
                    new Publisher(1, (resources, of, bytes) -> comesIn(target.resolve("mine.txt")));
            assertThatThrownBy(() -> publisher.publish(presentation, target, false))
                    .isInstanceOf(DirectoryNotEmptyException.class);
        }
        assertThat(entries(target)).containsExactly("mine.txt");
        assertThat(entries(folder)).containsExactly("out");
    }

    @Test
    void whatComesIntoAnEmptyFolderMeanwhileIsNotDeleted() throws Exception {
        var target = Files.createDirectory(folder.resolve("out"));
        try (var presentation = Samples.packager(Samples.AUDIO_ONLY).open()) {
            var publisher =
                    new Publisher(1, (resources, of, bytes) -> comesIn(target.resolve("mine.txt")));
            assertThatThrownBy(() -> publisher.publish(presentation, target, false))
                    .isInstanceOf(DirectoryNotEmptyException.class);
        }
        assertThat(entries(target)).containsExactly("mine.txt");
    }

    @Test
    void anEmptyFolderBehindALinkIsFilledAndBothStay() throws Exception {
        var target = Files.createDirectory(folder.resolve("volume"));
        var keyBefore = fileKey(target);
        var link = Files.createSymbolicLink(folder.resolve("link"), target);
        try (var presentation = Samples.packager(Samples.AUDIO_ONLY).open()) {
            Publisher.onAllCores().publish(presentation, link, false);
        }
        assertThat(link).isSymbolicLink();
        assertThat(fileKey(target)).isEqualTo(keyBefore);
        assertThat(entries(target))
                .containsExactlyInAnyOrder("audio", "index.m3u8", "manifest.mpd");
    }

    @Test
    void aLinkThatLeadsNowhereIsRefusedBeforeAnythingIsWritten() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        try (var presentation = Samples.packager(Samples.AUDIO_ONLY).open()) {
            assertThatThrownBy(() -> Publisher.onAllCores().publish(presentation, link, false))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("leads nowhere");
        }
    }

    @Test
    void whatAKilledRunLeftGoesWithTheNextOneButNotWhatIsBeingWritten() throws Exception {
        var dead = Files.createDirectory(folder.resolve(".out.partial-dead"));
        Files.writeString(dead.resolve(".lock"), "");
        Files.writeString(Files.createDirectory(dead.resolve("video")).resolve("1.m4s"), "x");
        var alive = Files.createDirectory(folder.resolve(".out.partial-alive"));
        try (var lock =
                        FileChannel.open(
                                alive.resolve(".lock"),
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE);
                var presentation = Samples.packager(Samples.AUDIO_ONLY).open()) {
            assertThat(lock.tryLock()).isNotNull();
            Publisher.onAllCores().publish(presentation, folder.resolve("out"), false);
            assertThat(entries(folder)).containsExactlyInAnyOrder("out", ".out.partial-alive");
        }
    }

    @Test
    void theFolderMayHaveTheLongestNameThereIs() throws Exception {
        var target = folder.resolve("ü".repeat(127));
        try (var presentation = Samples.packager(Samples.AUDIO_ONLY).open()) {
            Publisher.onAllCores().publish(presentation, target, false);
            Publisher.onAllCores().publish(presentation, target, true);
        }
        assertThat(entries(folder)).hasSize(1);
        assertThat(target.resolve("index.m3u8")).exists();
    }

    @Test
    void anInputThatIsWrittenOverMeanwhileIsAFailure() throws Exception {
        var film = Files.copy(Samples.path(Samples.BUNNY), folder.resolve("film.mp4"));
        var target = folder.resolve("out");
        try (var presentation = Packager.of(film).open()) {
            Files.setLastModifiedTime(film, FileTime.fromMillis(1));
            assertThatThrownBy(() -> Publisher.onAllCores().publish(presentation, target, false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("film.mp4: the file was written to");
        }
        assertThat(entries(folder)).containsExactly("film.mp4");
    }

    @Test
    void anInputThatIsReplacedByARenameIsPackagedAsItWas() throws Exception {
        var film = Files.copy(Samples.path(Samples.AUDIO_ONLY), folder.resolve("film.mp4"));
        var other = Files.writeString(folder.resolve("other"), "other");
        var target = folder.resolve("out");
        try (var presentation = Packager.of(film).open()) {
            Files.move(other, film, StandardCopyOption.REPLACE_EXISTING);
            Publisher.onAllCores().publish(presentation, target, false);
        }
        assertThat(target.resolve("index.m3u8")).exists();
    }

    private static void comesIn(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "keep me");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static List<String> entries(Path folder) throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).toList();
        }
    }
}
