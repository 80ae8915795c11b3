package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.transcode.ffmpeg.FfmpegProgram.Licence;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram.Origin;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The bundled program, and what is taken before and after it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FfmpegProgramTest {

    private static final String FAKE =
            """
            #!/bin/sh
            case "$*" in
              -version) echo "ffmpeg version 99.1-fake Copyright"; echo "configuration: --enable-gpl";;
              *) printf ' V..... = Video\\n ------\\n V....D libopenh264 H.264\\n A..... aac AAC\\n';;
            esac
            """;

    private Path cache = Path.of("");

    @BeforeAll
    void cache(@TempDir Path folder) {
        cache = folder;
    }

    private static Path fake(Path folder, String script) throws IOException {
        var path = folder.resolve("ffmpeg");
        Files.writeString(path, script);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private FfmpegSearch search(Map<String, String> environment) {
        return new FfmpegSearch(Optional.empty(), environment, Optional.of(cache));
    }

    @Test
    void theBundledProgramIsLgplUnlessTheProfileGplSwapsIt() throws Exception {
        var program = FfmpegProgram.find(search(Map.of()));
        boolean isGpl = program.path().getParent().toString().endsWith("-gpl");

        assertThat(program.origin()).isEqualTo(Origin.BUNDLED);
        assertThat(program.licence()).isEqualTo(isGpl ? Licence.GPL : Licence.LGPL);
        assertThat(program.version()).startsWith("8.0.1");
        assertThat(program.encoders()).contains("libopenh264", "aac");
        assertThat(program.hasEncoder("libx264")).isEqualTo(isGpl);
        assertThat(program.h264Encoder()).contains(isGpl ? "libx264" : "libopenh264");
    }

    @Test
    void theVersionInTheCodeIsThePinnedOne() throws IOException {
        assertThat(Files.readString(Path.of("..", "pom.xml")))
                .contains("<ffmpeg.version>" + BundledFfmpeg.VERSION + "</ffmpeg.version>")
                .containsOnlyOnce("<ffmpeg.classifier>linux-x86_64</ffmpeg.classifier>");
    }

    @Test
    void manyStartersUnpackOneProgram(@TempDir Path fresh) throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Optional<Path>> unpack = () -> BundledFfmpeg.unpackedBelow(fresh);
            for (var folder : threads.invokeAll(List.of(unpack, unpack, unpack, unpack))) {
                assertThat(folder.get().orElseThrow().toString())
                        .startsWith(fresh.resolve("ffmpeg-" + BundledFfmpeg.VERSION).toString());
            }
        }
        try (var left = Files.list(fresh)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void aNamedProgramIsTakenAndNothingElse(@TempDir Path folder) throws Exception {
        var path = fake(folder, FAKE);
        var named = new FfmpegSearch(Optional.of(path), Map.of(), Optional.of(cache));

        var program = FfmpegProgram.find(named);

        assertThat(program.path()).isEqualTo(path);
        assertThat(program.version()).isEqualTo("99.1-fake");
        assertThat(program.licence()).isEqualTo(Licence.GPL);
        assertThat(program.encoders()).containsExactlyInAnyOrder("libopenh264", "aac");
    }

    @Test
    void theVariableNamesIt(@TempDir Path folder) throws Exception {
        var path = fake(folder, FAKE);

        var program = FfmpegProgram.find(search(Map.of(FfmpegSearch.VARIABLE, path.toString())));

        assertThat(program.origin()).isEqualTo(Origin.NAMED);
    }

    @Test
    void aNamedProgramThatIsNoneIsRefused(@TempDir Path folder) throws Exception {
        var path = fake(folder, "#!/bin/sh\necho hello\n");
        var named = new FfmpegSearch(Optional.of(path), Map.of(), Optional.of(cache));

        var failure = catchThrowableOfType(ProgramException.class, () -> FfmpegProgram.find(named));

        assertThat(failure.kind()).isEqualTo(Kind.MISSING);
        assertThat(failure).hasMessageContaining("is no ffmpeg");
    }

    @Test
    void withoutTheBundledOneThePathIsSearched(@TempDir Path broken, @TempDir Path whole)
            throws Exception {
        fake(broken, "#!/bin/sh\nexit 1\n");
        fake(whole, FAKE);
        var path = Map.of("PATH", broken + ":" + whole);

        var program =
                FfmpegProgram.find(new FfmpegSearch(Optional.empty(), path, Optional.empty()));

        assertThat(program.origin()).isEqualTo(Origin.PATH);
        assertThat(program.path()).isEqualTo(whole.resolve("ffmpeg"));
    }

    @Test
    void withNoneTheMessageSaysWhatToDo() {
        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () ->
                                FfmpegProgram.find(
                                        new FfmpegSearch(
                                                Optional.empty(), Map.of(), Optional.empty())));

        assertThat(failure.kind()).isEqualTo(Kind.MISSING);
        assertThat(failure).hasMessageContaining("ANABRANCH_FFMPEG=");
    }

    @Test
    void aPlaylistThatRefersToAFileIsNotFollowed(@TempDir Path folder) throws Exception {
        var secret = Files.writeString(folder.resolve("secret.ts"), "secret");
        var playlist =
                Files.writeString(
                        folder.resolve("in.m3u8"),
                        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + secret + "\n");
        var program = FfmpegProgram.find(search(Map.of()));
        var arguments = List.of("-f", "hls", "-i", playlist.toString(), "-f", "null", "-");

        try (var process = program.start(Protocols.PIPE, arguments, Duration.ofSeconds(20))) {
            var failure = catchThrowableOfType(ProgramException.class, process::await);

            assertThat(failure.kind()).isEqualTo(Kind.FAILED);
            assertThat(failure).hasMessageContaining("not on whitelist");
        }
    }
}
