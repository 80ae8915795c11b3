package dev.anabranch.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.text.SubRip;
import dev.anabranch.media.text.WebVtt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every playlist, MPD and subtitle file below the folder named by `-Danabranch.media`, cut short
/// at many places: read or refused, never anything else.
@Timeout(120)
@EnabledIfSystemProperty(named = "anabranch.media", matches = ".+")
class RealTextTest {

    private static final int CUTS = 100;

    @FunctionalInterface
    interface Reader {
        Object read(byte[] bytes) throws MediaFormatException;
    }

    private static final Map<String, Reader> READERS =
            Map.of(
                    "m3u8",
                    bytes -> PlaylistParser.parse(bytes, ParseOptions.LENIENT),
                    "mpd",
                    bytes -> Mpd.parse(bytes, Strictness.LENIENT),
                    "vtt",
                    WebVtt::parse,
                    "srt",
                    SubRip::parse);

    static List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("anabranch.media")))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> READERS.containsKey(ending(file)))
                    .sorted()
                    .toList();
        }
    }

    private static String ending(Path file) {
        var name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsOrRefusesItCutShort(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var reader = READERS.get(ending(file));
        for (int i = 0; i < CUTS; i++) {
            int length = (int) ((long) bytes.length * i / CUTS);
            try {
                assertThat(reader.read(Arrays.copyOf(bytes, length))).isNotNull();
            } catch (MediaFormatException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
