package dev.anabranch.media.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The committed manifests, and all those under the folder the property `anabranch.media` names.
class MpdCorpusTest {

    @ParameterizedTest
    @MethodSource("committed")
    void committedManifestKeepsItsMeaning(Path manifest) throws Exception {
        keepsItsMeaning(manifest);
    }

    @Test
    void everyManifestOfTheMediaFolderKeepsItsMeaning() throws Exception {
        var folder = System.getProperty("anabranch.media");
        assumeTrue(folder != null, "set -Danabranch.media to a folder of manifests");
        var manifests = manifests(Path.of(folder));
        assertThat(manifests).isNotEmpty();
        for (var manifest : manifests) {
            keepsItsMeaning(manifest);
        }
    }

    static List<Path> committed() throws Exception {
        return manifests(Path.of(MpdCorpusTest.class.getResource("samples").toURI()));
    }

    private static List<Path> manifests(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".mpd")).sorted().toList();
        }
    }

    private static void keepsItsMeaning(Path manifest) throws Exception {
        var document = Files.readAllBytes(manifest);
        var mpd = Mpd.parse(document, Strictness.LENIENT);
        var written = mpd.render();
        assertThat(Mpd.parse(written, Strictness.LENIENT)).as(manifest.toString()).isEqualTo(mpd);
        assertThat(Mpd.parse(written, Strictness.LENIENT).render()).isEqualTo(written);
        // No parser but a mended one reads the two manifests whose attributes are not spaced.
        var readable =
                AttributeSpacing.mended(XmlEncoding.decode(document))
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(SameMeaning.differences(readable, written.getBytes(StandardCharsets.UTF_8)))
                .as(manifest.toString())
                .isEmpty();
    }
}
