package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every sample file whole, cut short, with failing reads and with turned bits.
@Timeout(60)
class MovieReaderTest {

    private static final String DUMPS = "dev/anabranch/media/mp4/dumps/";

    /// More of them with `-Dflipped.copies=N`.
    private static final int FLIPPED_COPIES = Integer.getInteger("flipped.copies", 200);

    private static final int CUTS = 60;

    static List<String> samples() throws IOException {
        var folder = Path.of("src/test/resources/dev/anabranch/media/mp4/samples");
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysWhatTheGoldenSays(String name) throws Exception {
        Golden.check(DUMPS + name + ".dump", MovieDump.of(ByteSource.of(Samples.bytes(name))));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void letsEveryReadFailureThrough(String name) throws Exception {
        var bytes = Samples.bytes(name);
        var counting = HostileSource.counting(bytes);
        MovieDump.of(counting);
        for (int read = 0; read < counting.reads(); read++) {
            var source = HostileSource.failing(bytes, read);
            assertThatThrownBy(() -> MovieDump.of(source))
                    .isInstanceOf(HostileSource.Injected.class);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsOrRefusesAFileCutShortAnywhere(String name) throws Exception {
        var bytes = Samples.bytes(name);
        for (int i = 0; i < CUTS; i++) {
            int length = (int) ((long) bytes.length * i / CUTS);
            assertThat(MovieDump.of(HostileSource.truncated(bytes, length))).isNotEmpty();
        }
        for (int end : boxEnds(bytes)) {
            for (int length = Math.max(0, end - 9);
                    length < Math.min(bytes.length, end + 9);
                    length++) {
                assertThat(MovieDump.of(HostileSource.truncated(bytes, length))).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsOrRefusesTurnedBits(String name) throws Exception {
        var bytes = Samples.bytes(name);
        int[] movie = movieBounds(bytes);
        long seed = name.hashCode();
        var random = new Random(seed);
        for (int i = 0; i < FLIPPED_COPIES; i++) {
            var source = HostileSource.flipped(bytes, movie[0], movie[1], 1 + i % 12, random);
            try {
                assertThat(MovieDump.of(source)).isNotEmpty();
            } catch (RuntimeException bug) {
                fail("seed " + seed + " copy " + i + ": " + bug, bug);
            }
            assertThat(source.bytesRead()).isLessThan(2L * bytes.length + 4096);
        }
    }

    /// Where the headers and the payloads of the first top-level boxes end.
    private static List<Integer> boxEnds(byte[] bytes) throws IOException {
        return boxes(bytes).stream()
                .limit(16)
                .flatMap(box -> Stream.of((int) box.payloadPosition(), (int) box.end()))
                .toList();
    }

    /// Where `moov` is, or the whole file when it has none.
    private static int[] movieBounds(byte[] bytes) throws IOException {
        return boxes(bytes).stream()
                .filter(box -> box.type().equals("moov"))
                .findFirst()
                .map(box -> new int[] {(int) box.position(), (int) box.end()})
                .orElse(new int[] {0, bytes.length});
    }

    private static List<TopLevelBox> boxes(byte[] bytes) throws IOException {
        var boxes = new ArrayList<TopLevelBox>();
        try {
            for (var box = TopLevelBox.read(ByteSource.of(bytes), 0);
                    box.isPresent() && box.get().end() <= bytes.length;
                    box = TopLevelBox.read(ByteSource.of(bytes), box.get().end())) {
                boxes.add(box.get());
            }
        } catch (MediaFormatException broken) {
            return boxes;
        }
        return boxes;
    }
}
