package dev.anabranch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

    private static final Path MEDIA = Path.of("../cli/src/test/resources/media");

    @Test
    void packagesAFile(@TempDir Path folder) throws Exception {
        PackageFile.main(
                new String[] {
                    MEDIA.resolve("bunny-270p.mp4").toString(), folder.resolve("out").toString()
                });

        assertThat(folder.resolve("out/index.m3u8")).exists();
        assertThat(folder.resolve("out/manifest.mpd")).exists();
    }

    @Test
    void servesAFolderJustInTime() throws Exception {
        try (var origin = ServeJustInTime.start(MEDIA, 0);
                var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(origin.uri().resolve("p/bunny-270p/index.m3u8")).build();

            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).startsWith("#EXTM3U").contains("video-270p/index.m3u8");
        }
    }

    @Test
    void transcodesToHls(@TempDir Path folder) throws Exception {
        TranscodeToHls.main(arguments(folder));

        assertThat(folder.resolve("out/index.m3u8")).exists();
        assertThat(folder.resolve("out/video-270p/1.ts")).exists();
    }

    @Test
    void transcodesToDash(@TempDir Path folder) throws Exception {
        TranscodeToDash.main(arguments(folder));

        assertThat(folder.resolve("out/manifest.mpd")).exists();
        assertThat(folder.resolve("out/index.m3u8")).doesNotExist();
    }

    @Test
    void transcodesAnUploadIntoAStore(@TempDir Path folder) throws Exception {
        AdaptivePipeline.main(arguments(folder));

        assertThat(folder.resolve("out/index.m3u8")).exists();
        assertThat(folder.resolve("out/video-270p/4.m4s")).exists();
    }

    private static String[] arguments(Path folder) {
        return new String[] {
            MEDIA.resolve("bunny-270p.mp4").toString(), folder.resolve("out").toString()
        };
    }

    @Test
    void inspectsAFile() throws Exception {
        var out = new ByteArrayOutputStream();
        var former = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            InspectFile.main(new String[] {MEDIA.resolve("bunny-270p.mp4").toString()});
        } finally {
            System.setOut(former);
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("VIDEO avc1.4d4015, 384 samples, 16.0 s")
                .contains("AUDIO mp4a.40.2, 691 samples");
    }
}
