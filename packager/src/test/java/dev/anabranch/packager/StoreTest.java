package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {

    @TempDir private Path folder;

    @Test
    void writesMemoryRangesAndGeneratedBytesInOrder() throws Exception {
        var bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        var file = Files.write(folder.resolve("source"), bytes);
        try (var source = FileSource.open(file)) {
            var content =
                    new Content(
                            MediaType.CMAF_SEGMENT,
                            List.of(
                                    new Slice.Memory(ByteBuffer.wrap(bytes, 0, 10)),
                                    new Slice.Range(source, 10, 90),
                                    new Slice.Range(source, 100, 200_000),
                                    new Slice.Generated(
                                            99_900,
                                            sink ->
                                                    sink.transfer(
                                                            new Slice.Range(
                                                                    source, 200_100, 99_900)))));
            var store = DiskStore.durable(folder.resolve("store"));
            store.put("a/1.m4s", content);
            assertThat(Files.readAllBytes(folder.resolve("store/a/1.m4s"))).isEqualTo(bytes);
            assertThat(store.open("a/1.m4s").orElseThrow().sizeBytes()).isEqualTo(bytes.length);
            assertThat(store.delete("a/1.m4s")).isTrue();
            assertThat(store.open("a/1.m4s")).isEmpty();
        }
    }

    @Test
    void keepsTheFormerResourceWhenANewOneFails() throws Exception {
        var store = DiskStore.at(folder);
        store.put("1.ts", Content.of(MediaType.TRANSPORT_STREAM, "good"));
        var broken =
                new Content(
                        MediaType.TRANSPORT_STREAM,
                        List.of(
                                new Slice.Generated(
                                        4,
                                        sink -> {
                                            sink.write(ByteBuffer.wrap(new byte[2]));
                                            throw new IOException("the source is gone");
                                        })));
        assertThatThrownBy(() -> store.put("1.ts", broken)).hasMessage("the source is gone");
        assertThat(folder.resolve("1.ts")).hasContent("good");
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x.ts", "/etc/x.ts", "a/../../x.ts", "", ".", "a\\..\\x.ts", "x\0.ts"})
    void neverLeavesItsFolder(String path) throws Exception {
        var store = DiskStore.at(folder.resolve("inner"));
        assertThat(store.open(path)).isEmpty();
        assertThatThrownBy(() -> store.put(path, Content.of(MediaType.TRANSPORT_STREAM, "x")))
                .isInstanceOf(IOException.class);
        assertThat(store.delete(path)).isFalse();
    }

    @Test
    void doesNotFollowLinksOutOfItsFolder() throws Exception {
        Files.writeString(folder.resolve("secret.vtt"), "secret");
        var inner = Files.createDirectory(folder.resolve("inner"));
        Files.createSymbolicLink(inner.resolve("link.vtt"), folder.resolve("secret.vtt"));
        assertThat(DiskStore.at(inner).open("link.vtt")).isEmpty();
    }

    @Test
    void aMemoryStoreRefusesContentThatIsShorterThanItSays() {
        var store = new MemoryStore();
        var content =
                new Content(
                        MediaType.TRANSPORT_STREAM,
                        List.of(
                                new Slice.Generated(
                                        8, sink -> sink.write(ByteBuffer.wrap(new byte[4])))));
        assertThatThrownBy(() -> store.put("1.ts", content))
                .hasMessageContaining("4 bytes shorter");
    }
}
