package dev.anabranch.transcode.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How the program is found, with fake ones.
@Timeout(60)
class GstreamerProgramTest {

    @TempDir Path folder;

    private Path program(String name, String script) throws Exception {
        var path = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void withoutOneThePackagesToInstallAreNamed() {
        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () ->
                                GstreamerProgram.find(
                                        Optional.empty(), Map.of("PATH", folder.toString())));

        assertThat(failure.kind()).isEqualTo(Kind.MISSING);
        assertThat(failure)
                .hasMessageContaining("apt-get install gstreamer1.0-tools")
                .hasMessageContaining("gstreamer1.0-plugins-ugly")
                .hasMessageContaining("gstreamer1.0-libav");
    }

    @Test
    void oneWithoutItsElementsIsMissingThem() throws Exception {
        program("gst-launch-1.0", "echo GStreamer 1.22.0");
        program("gst-inspect-1.0", "echo 'coreelements:  filesrc: File Source'");

        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () ->
                                GstreamerProgram.find(
                                        Optional.empty(), Map.of("PATH", folder.toString())));

        assertThat(failure.kind()).isEqualTo(Kind.MISSING);
        assertThat(failure).hasMessageContaining("qtdemux").hasMessageContaining("plugins-good");
        assertThat(failure.getMessage()).doesNotContain("filesrc");
    }

    @Test
    void theVariableNamesItAndOtherProgramsAreNone() throws Exception {
        var other = program("other", "echo hello");

        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () ->
                                GstreamerProgram.find(
                                        Optional.empty(),
                                        Map.of(GstreamerProgram.VARIABLE, other.toString())));

        assertThat(failure).hasMessageContaining(other + " is no gst-launch-1.0");
    }
}
