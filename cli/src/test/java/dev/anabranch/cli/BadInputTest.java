package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Input that cannot be used: the right exit status, words that name file and place, no stack
/// trace, nothing left behind.
class BadInputTest {

    private static final String SOUND_FILE = "moov_last_simple.mp4";

    @TempDir private Path temp;
    private Path outputs;

    @BeforeEach
    void makeTheFolderForOutput() throws Exception {
        outputs = Files.createDirectory(temp.resolve("outputs"));
    }

    @ParameterizedTest
    @CsvSource({
        "init_truncated.mp4, 'offset 69, box moov'",
        "twice_senc_no_mdat.mp4, the init segment is missing (offset 6873)",
        "nonfragment_header_only.mp4, none of their samples",
        "incrementing_bytes.mp3, no ADTS"
    })
    void aMalformedFileIsRefusedWithItsNameAndPlace(String name, String words) throws Exception {
        assertRefused(Run.sample(name), ExitCode.INPUT_NOT_USABLE, name, words);
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001AE\u00DF\u00A3\u0001', WebM or Matroska",
        "'FLV\u0001\u0005', Flash video (FLV)",
        "'OggS\u0000', Ogg"
    })
    void inspectNamesAContainerItDoesNotRead(String head, String name) throws Exception {
        var file = temp.resolve("video.bin");
        Files.write(file, head.getBytes(StandardCharsets.ISO_8859_1));
        var run = Run.of("inspect", file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_NOT_USABLE.status());
        assertThat(run.err()).contains("this is " + name + ", which is not read");
    }

    @ParameterizedTest
    @CsvSource({
        "empty.mp4, '', is empty",
        "text.mp4, hello, 'is text, not media'",
        "page.m3u8, <!DOCTYPE html><html>404</html>, an HTML page",
        "list.mp4, '#EXTM3U', an HLS playlist",
        "tiny.mp4, '\u0000\u0000', no ADTS"
    })
    void aFileThatIsNoMediaIsToldWhatItIs(String name, String content, String words)
            throws Exception {
        var file = Files.writeString(temp.resolve(name), content);
        assertRefused(file, ExitCode.INPUT_NOT_USABLE, name, words);
    }

    @Test
    void anEncryptedFileIsRefusedByTrackAndScheme() throws Exception {
        assertRefused(
                Run.sample("encrypted_cenc.mp4"),
                ExitCode.INPUT_NOT_USABLE,
                "video track 2 of encrypted_cenc.mp4",
                "encrypted (scheme cenc)");
    }

    @Test
    void aFolderAndAMissingFileAreNoInput() throws Exception {
        assertRefused(
                Files.createDirectory(temp.resolve("folder.mp4")),
                ExitCode.INPUT_NOT_USABLE,
                "is a folder");
        assertRefused(temp.resolve("gone.mp4"), ExitCode.NOT_FOUND, "gone.mp4", "no such file");
    }

    @Test
    void aPipeIsRefusedAtOnceByEveryCommand() throws Exception {
        var pipe = temp.resolve("pipe.mp4");
        assumeTrue(Command.find("mkfifo").isPresent(), "mkfifo is missing");
        Command.run(Duration.ofSeconds(10), "mkfifo", pipe.toString());
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    assertRefused(pipe, ExitCode.INPUT_NOT_USABLE, "pipe.mp4 is a pipe");
                    for (var command : List.of("inspect", "validate")) {
                        assertFailed(
                                Run.of(command, pipe),
                                ExitCode.INPUT_NOT_USABLE,
                                "pipe.mp4: this is a pipe");
                    }
                });
    }

    @Test
    void inspectNamesTheFileThatItCannotRead() throws Exception {
        var text = Files.writeString(temp.resolve("text.mp4"), "hello");
        assertFailed(
                Run.of("inspect", text),
                ExitCode.INPUT_NOT_USABLE,
                "text.mp4: this is no media file",
                "offset 0");
        var empty = Files.writeString(temp.resolve("empty.mp4"), "");
        assertFailed(
                Run.of("inspect", empty),
                ExitCode.INPUT_NOT_USABLE,
                "empty.mp4: the file is empty");
    }

    @Test
    void controlCharactersOfNamesDoNotReachTheTerminal() throws Exception {
        var name = "a\u001b[2Jb\u0007.mp4";
        var run = Run.of("package", temp.resolve(name), "-o", outputs.resolve("out"));
        assertThat(run.err()).contains("a\\u001b[2Jb\\u0007.mp4").doesNotContain("\u001b");
        var film = Files.copy(Run.sample(SOUND_FILE), temp.resolve(name));
        var inspected = Run.of("inspect", film);
        assertThat(inspected.exitCode()).isZero();
        assertThat(inspected.out()).contains("\\u001b").doesNotContain("\u001b");
    }

    @Test
    void boxesThatClaimMoreThanThereIsAreRefusedBeforeMemoryIsTaken() throws Exception {
        assertRefused(
                crafted(
                        "box.mp4",
                        box("ftyp", 8, 'i', 's', 'o', 'm', 0, 0, 0, 0),
                        box("moov", 0x7FFF_FFFF)),
                ExitCode.INPUT_NOT_USABLE,
                "box.mp4",
                "offset 16, box moov");
        assertRefused(
                changed(
                        "stsz.mp4",
                        "stsz",
                        bytes -> bytes.putInt(bytes.position() + 8, 0x7FFF_FFFF)),
                ExitCode.INPUT_NOT_USABLE,
                "stsz.mp4",
                "stsz");
        assertRefused(
                changed("small.mp4", "trak", bytes -> bytes.putInt(bytes.position() - 8, 3)),
                ExitCode.INPUT_NOT_USABLE,
                "small.mp4",
                "box size 3 does not fit",
                "offset ");
    }

    @Test
    void tracksWithoutAClockOrWithAnAbsurdOneAreRefused() throws Exception {
        assertRefused(
                changed("zero.mp4", "mdhd", bytes -> bytes.putInt(bytes.position() + 12, 0)),
                ExitCode.INPUT_NOT_USABLE,
                "zero.mp4",
                "timescale is 0");
        assertRefused(
                changed("huge.mp4", "mdhd", bytes -> bytes.putInt(bytes.position() + 12, -5)),
                ExitCode.INPUT_NOT_USABLE,
                "huge.mp4",
                "timescale is 4294967291, the maximum is 2147483647");
    }

    @Test
    void aTrackThatCannotBeReadIsLeftOutWithAWarning() throws Exception {
        var run =
                Run.of(
                        "package",
                        Run.sample("negative_mdhd_timescale.mp4"),
                        "-o",
                        outputs.resolve("out"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("warning: negative_mdhd_timescale.mp4: track 2 is left out: timescale");
    }

    @Test
    void aNalUnitThatIsTooLongIsNamedByItsOffset() throws Exception {
        var file = changed("nal.mp4", "mdat", bytes -> bytes.putInt(bytes.position(), 0x00FF_FFFF));
        var out = outputs.resolve("out");
        assertFailed(
                Run.of("package", file, "-o", out, "--container", "ts"),
                ExitCode.INPUT_NOT_USABLE,
                "NAL unit",
                "sample 0, offset ");
    }

    @Test
    void renditionsWithoutCommonKeyframesAreRefusedCutByCut() throws Exception {
        var first = Run.sample("fragmented_multiple_sidx.mp4");
        var second =
                changed(
                        "second.mp4",
                        Run.sample("fragmented_multiple_sidx.mp4"),
                        "mdhd",
                        bytes ->
                                bytes.putInt(
                                        bytes.position() + 12,
                                        bytes.getInt(bytes.position() + 12) / 10 * 9));
        var out = outputs.resolve("out");
        assertFailed(
                Run.of("package", first, second, "-o", out),
                ExitCode.INPUT_NOT_USABLE,
                "no keyframe at the cut at 8.333333333s (frame 250)",
                "at the cut at 16.666666667s (frame 500)",
                "--align");
        assertThat(Run.of("package", first, second, "-o", out, "--align").exitCode()).isZero();
    }

    @Test
    void aFileGivenTwiceIsPackagedWithAWarning() {
        var file = Run.sample(SOUND_FILE);
        var run = Run.of("package", file, file, "-o", outputs.resolve("out"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("given twice");
    }

    private void assertRefused(Path input, ExitCode exitCode, String... words) throws Exception {
        assertFailed(Run.of("package", input, "-o", outputs.resolve("out")), exitCode, words);
    }

    private void assertFailed(Run run, ExitCode exitCode, String... words) throws Exception {
        assertThat(run.err()).contains(words).doesNotContain("\tat ").doesNotContain("bug of ours");
        assertThat(run.exitCode()).isEqualTo(exitCode.status());
        assertThat(Run.entries(outputs)).isEmpty();
    }

    /// The sound file with a box changed; the change is told where the box's payload begins.
    private Path changed(String name, String box, Consumer<ByteBuffer> change) throws Exception {
        return changed(name, Run.sample(SOUND_FILE), box, change);
    }

    private Path changed(String name, Path source, String box, Consumer<ByteBuffer> change)
            throws Exception {
        var bytes = Files.readAllBytes(source);
        var type = box.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length - 4; at++) {
            if (ByteBuffer.wrap(bytes, at, 4).equals(ByteBuffer.wrap(type))) {
                change.accept(ByteBuffer.wrap(bytes).position(at + 4));
            }
        }
        return Files.write(temp.resolve(name), bytes);
    }

    private Path crafted(String name, byte[]... boxes) throws Exception {
        var all = ByteBuffer.allocate(1024);
        for (var box : boxes) {
            all.put(box);
        }
        return Files.write(
                temp.resolve(name), java.util.Arrays.copyOf(all.array(), all.position()));
    }

    /// A box that says it has `payloadBytes` of payload and has `payload`.
    private static byte[] box(String type, int payloadBytes, int... payload) {
        var bytes = ByteBuffer.allocate(8 + payload.length);
        bytes.putInt(Math.max(payloadBytes, payloadBytes + 8))
                .put(type.getBytes(StandardCharsets.US_ASCII));
        for (int one : payload) {
            bytes.put((byte) one);
        }
        return bytes.array();
    }
}
