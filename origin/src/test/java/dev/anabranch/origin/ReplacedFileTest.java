package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files that are replaced, deleted or cut short while what they held is being sent.
@Timeout(60)
class ReplacedFileTest {

    /// More than the buffers of both sockets take before the reader reads.
    private static final int LARGE = 24_000_000;

    private static final byte[] OLD = Fake.bytes(LARGE);
    private static final byte[] NEW = new byte[LARGE / 2];

    @TempDir Path temp;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /// An answer whose head has been read and whose body waits.
    private static final class Slow implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;
        final long bodyBytes;

        Slow(Running running, String path) throws IOException {
            socket = new Socket("127.0.0.1", running.origin.port());
            socket.setReceiveBufferSize(64 * 1024);
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            var request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                var next = in.read();
                if (next < 0) {
                    throw new EOFException(head.toString());
                }
                head.append((char) next);
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 200");
            var length = head.toString().toLowerCase(Locale.ROOT).split("content-length: ")[1];
            bodyBytes = Long.parseLong(length.substring(0, length.indexOf('\r')));
        }

        byte[] body() throws IOException {
            return in.readAllBytes();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Path write(Path file, byte[] bytes) throws IOException {
        var next = Files.write(file.resolveSibling(".next"), bytes);
        return Files.move(
                next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void waitForAnother(Running running, String path, String etag) throws Exception {
        while (Running.field(running.get(path, "Range", "bytes=0-0"), "etag").equals(etag)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoIsBeingSentTheOldFileGetsItToItsEndAndTheNextOneTheNew() throws Exception {
        try (var running = new Running(temp)) {
            var file = write(running.media.resolve("film.mp4"), OLD);
            var segment = running.packaged.resolve("clip/video/1.m4s");
            write(segment, OLD);
            var etag =
                    Running.field(running.get("/p/film/mixed.m4s", "Range", "bytes=0-0"), "etag");
            try (var justInTime = new Slow(running, "/p/film/mixed.m4s");
                    var gathered = new Slow(running, "/p/film/interleaved.m4s");
                    var stored = new Slow(running, "/p/clip/video/1.m4s")) {
                write(file, NEW);
                write(segment, NEW);
                waitForAnother(running, "/p/film/mixed.m4s", etag);
                assertThat(running.get("/p/film/mixed.m4s").body()).isEqualTo(Fake.mixed(NEW));
                assertThat(justInTime.body()).isEqualTo(Fake.mixed(OLD));
                assertThat(gathered.body()).isEqualTo(Fake.interleaved(OLD));
                assertThat(stored.body()).isEqualTo(OLD);
            }
            assertThat(running.get("/p/clip/video/1.m4s").body()).isEqualTo(NEW);
        }
    }

    @Test
    void whoIsBeingSentADeletedFileGetsItToItsEnd() throws Exception {
        try (var running = new Running(temp)) {
            var file = write(running.media.resolve("film.mp4"), OLD);
            try (var slow = new Slow(running, "/p/film/mixed.m4s")) {
                Files.delete(file);
                assertThat(slow.body()).isEqualTo(Fake.mixed(OLD));
            }
        }
    }

    @Test
    void aFileCutShortWhileItIsSentBreaksTheConnection() throws Exception {
        try (var running = new Running(temp)) {
            var segment = running.packaged.resolve("clip/video/1.m4s");
            write(segment, OLD);
            try (var slow = new Slow(running, "/p/clip/video/1.m4s")) {
                truncate(segment);
                assertThat((long) slow.body().length).isLessThan(slow.bodyBytes);
            }
        }
    }

    @Test
    void aFileOfManySmallRangesCutShortWhileItIsSentBreaksOnlyThatConnection() throws Exception {
        try (var running = new Running(temp)) {
            var file = write(running.media.resolve("film.mp4"), OLD);
            var whole = write(running.media.resolve("whole.mp4"), OLD);
            try (var slow = new Slow(running, "/p/film/interleaved.m4s")) {
                truncate(file);
                assertThat((long) slow.body().length).isLessThan(slow.bodyBytes);
            }
            assertThat(whole).exists();
            assertThat(running.get("/p/whole/interleaved.m4s").body())
                    .isEqualTo(Fake.interleaved(OLD));
        }
    }

    private static void truncate(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(10_000);
        }
    }

    @Test
    void aReplacedOrDeletedFileIsClosedAlthoughNobodyAsksForItAgain() throws Exception {
        var opened = new ArrayList<Fake>();
        var kept = write(temp.resolve("kept.mp4"), Fake.bytes(3000));
        var replaced = write(temp.resolve("replaced.mp4"), Fake.bytes(3000));
        var deleted = write(temp.resolve("deleted.mp4"), Fake.bytes(3000));
        try (var folder = folder(temp, opened)) {
            for (var id : List.of("kept", "replaced", "deleted")) {
                folder.open(id, "index.m3u8").orElseThrow().holder().release();
            }
            write(replaced, Fake.bytes(4000));
            Files.delete(deleted);
            now = now.plusSeconds(2);
            folder.titles();
            assertThat(opened).extracting(fake -> fake.isClosed).containsExactly(false, true, true);
            assertThat(kept).exists();
        }
    }

    @Test
    void aFileReplacedWhileItIsOpenedIsOpenedAgain() throws Exception {
        var file = write(temp.resolve("f.mp4"), Fake.bytes(3000));
        var opened = new ArrayList<Fake>();
        try (var folder =
                new MediaFolder(
                        temp,
                        path -> {
                            var fake = Fake.open(path);
                            opened.add(fake);
                            if (opened.size() == 1) {
                                write(file, Fake.bytes(6000));
                            }
                            return fake;
                        },
                        "",
                        4,
                        () -> now)) {
            var resource = folder.open("f", "mixed.m4s").orElseThrow();
            assertThat(resource.content().sizeBytes()).isEqualTo(Fake.mixed(new byte[6000]).length);
            assertThat(resource.holder().isCurrent()).isTrue();
            assertThat(opened).extracting(fake -> fake.isClosed).containsExactly(true, false);
            resource.holder().release();
        }
    }

    @Test
    void nodesWithOtherMountPointsHaveTheSameValidators() throws Exception {
        var etags = new ArrayList<String>();
        for (var mount : List.of("a", "b/c")) {
            var root = Files.createDirectories(temp.resolve(mount));
            var file =
                    write(
                            Files.createDirectories(root.resolve("sub")).resolve("f.mp4"),
                            Fake.bytes(3000));
            var time = FileTime.from(now);
            Files.setLastModifiedTime(file, time);
            var stored = Files.createDirectories(root.resolve("clip"));
            Files.setLastModifiedTime(
                    Files.writeString(stored.resolve("index.m3u8"), "#EXTM3U"), time);
            try (var media = folder(root, new ArrayList<>());
                    var packaged = new PackagedFolder(root, () -> now)) {
                var id = media.titles().getFirst().playbackId();
                var one = media.open(id, "mixed.m4s").orElseThrow();
                var two = packaged.open("clip", "index.m3u8").orElseThrow();
                etags.add(one.etag() + " " + two.etag());
                one.holder().release();
                two.holder().release();
            }
        }
        assertThat(etags.get(0)).isEqualTo(etags.get(1));
    }

    private MediaFolder folder(Path root, List<Fake> opened) throws IOException {
        return new MediaFolder(
                root,
                path -> {
                    var fake = Fake.open(path);
                    opened.add(fake);
                    return fake;
                },
                "",
                4,
                () -> now);
    }
}
