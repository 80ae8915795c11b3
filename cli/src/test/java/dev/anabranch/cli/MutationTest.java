package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.MemoryStore;
import dev.anabranch.packager.Packager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sound files with a few bits turned in their indexes: packaged or refused, never a bug, a hang or
/// a leftover.
///
/// `-Danabranch.seed=N` runs another set, `-Danabranch.mutations=N` more of them.
class MutationTest {

    private static final long SEED = Long.getLong("anabranch.seed", 20_260_101);
    private static final int MUTATIONS = Integer.getInteger("anabranch.mutations", 70);
    private static final int MOST_FLIPS = 8;

    @TempDir private Path temp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moov_last_simple.mp4",
                "fragmented_multiple_sidx.mp4",
                "hevc_aac_unrecognized_sei.mp4"
            })
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void turnedBitsAreRefusedOrPackaged(String name) throws Exception {
        System.out.println(name + ": anabranch.seed=" + SEED);
        var sound = Files.readAllBytes(Run.sample(name));
        var index = indexBytes(sound);
        var outputs = Files.createDirectory(temp.resolve("outputs"));
        int packaged = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            var random = new Random(SEED + i);
            var bytes = sound.clone();
            for (int flips = random.nextInt(MOST_FLIPS); flips >= 0; flips--) {
                bytes[index.get(random.nextInt(index.size()))] ^= (byte) (1 << random.nextInt(8));
            }
            var file = Files.write(temp.resolve("mutant.mp4"), bytes);
            var container = i % 2 == 0 ? "cmaf" : "ts";
            var run =
                    Run.of(
                            "package",
                            file,
                            "-o",
                            outputs.resolve("out"),
                            "--container",
                            container,
                            "--force");

            assertThat(run.exitCode())
                    .as("mutation %d of %s (%s): %s", i, name, container, run.err())
                    .isIn(ExitCode.OK.status(), ExitCode.INPUT_NOT_USABLE.status());
            if (run.exitCode() == ExitCode.OK.status()) {
                packaged++;
                assertThat(Run.entries(outputs)).containsExactly("out");
                readAgain(file, container);
            }
            assertThat(Run.entries(outputs)).isSubsetOf("out");
        }
        assertThat(packaged).isPositive();
    }

    /// The same once more through the library, as a server would.
    private static void readAgain(Path file, String container) throws Exception {
        var packager = Packager.of(file);
        if (container.equals("ts")) {
            packager.transportStream();
        }
        assertThat(packager.to(new MemoryStore())).isPositive();
    }

    /// The places of all bytes in `moov`, `moof` and `sidx`.
    private static List<Integer> indexBytes(byte[] bytes) {
        var places = new ArrayList<Integer>();
        for (int at = 0; at + 8 <= bytes.length; ) {
            int size = java.nio.ByteBuffer.wrap(bytes).getInt(at);
            var type = new String(bytes, at + 4, 4, StandardCharsets.US_ASCII);
            for (int i = at; i < at + size && !type.matches("mdat|free|ftyp"); i++) {
                places.add(i);
            }
            at += size;
        }
        return places;
    }
}
