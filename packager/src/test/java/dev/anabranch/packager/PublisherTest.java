package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static List<String> entries(Path folder) throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).toList();
        }
    }
}
