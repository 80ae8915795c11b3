package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HE-AAC that no header tells of is named as what it is, as ffprobe names it.
class ImplicitSignallingTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manifestsNameWhatTheFramesHold(boolean isTs) throws Exception {
        needsFfprobe();
        var out = folder.resolve("out");
        var packager = Samples.packager(Samples.HE_AAC);
        (isTs ? packager.transportStream() : packager).to(out);
        assertThat(Files.readString(out.resolve("index.m3u8"))).contains("CODECS=\"mp4a.40.5\"");
        assertThat(probe(Samples.path(Samples.HE_AAC)))
                .contains("profile=HE-AAC", "sample_rate=44100");
        assertThat(probe(out.resolve("index.m3u8")))
                .contains("profile=HE-AAC", "sample_rate=44100", "channels=2");
        if (!isTs) {
            assertThat(Files.readString(out.resolve("manifest.mpd")))
                    .contains("codecs=\"mp4a.40.5\"", "audioSamplingRate=\"44100\"");
        }
    }

    @Test
    void plainSoundOfLowRatesStaysPlain() throws Exception {
        needsFfprobe();
        assertThat(probe(Samples.path(Samples.NASA))).contains("profile=LC", "sample_rate=16000");
        try (var presentation = Samples.packager(Samples.NASA).open()) {
            assertThat(presentation.renditions())
                    .filteredOn(rendition -> rendition.name().startsWith("audio"))
                    .allSatisfy(sound -> assertThat(sound.codecs()).containsExactly("mp4a.40.2"));
        }
    }

    private static void needsFfprobe() {
        assumeTrue(
                Command.find("ffprobe").isPresent(),
                "ffprobe is missing: install the package ffmpeg");
    }

    private static String probe(Path input) {
        return Command.run(
                        Duration.ofSeconds(60),
                        List.of(
                                "ffprobe",
                                "-v",
                                "error",
                                "-show_entries",
                                "stream=profile,sample_rate,channels",
                                "-of",
                                "default",
                                input.toString()))
                .out();
    }
}
