package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.Packager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The names that `inspect --json` prints are those of `docs/inspect.md`.
class InspectNamesTest {

    private static final Path MEDIA = Path.of("src/test/resources/media").toAbsolutePath();
    private static final Pattern NAME = Pattern.compile("\"([A-Za-z]+)\":");

    @TempDir private Path temp;

    @Test
    void everyNameIsDocumented() throws Exception {
        var out = temp.resolve("out");
        Packager.of(MEDIA.resolve("bunny-144p.mp4"), MEDIA.resolve("bunny-270p.mp4"))
                .audio(MEDIA.resolve("tone-fr.m4a"), "fr")
                .subtitles(MEDIA.resolve("captions.srt"), "en")
                .to(out);
        var ts = temp.resolve("ts");
        Packager.of(MEDIA.resolve("bunny-144p.mp4")).transportStream().to(ts);
        var names = new TreeSet<String>();
        for (var file :
                new Path[] {
                    MEDIA.resolve("bunny-270p.mp4"),
                    MEDIA.resolve("captions.srt"),
                    out.resolve("index.m3u8"),
                    out.resolve("video-144p/index.m3u8"),
                    out.resolve("video-144p/1.m4s"),
                    out.resolve("text-en/1.vtt"),
                    out.resolve("manifest.mpd"),
                    ts.resolve("video-144p/1.ts")
                }) {
            var matcher = NAME.matcher(Run.of("inspect", file, "--json").out());
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        assertThat(names).contains("variants", "representations", "transport", "gop");
        var docs = Files.readString(Path.of("../docs/inspect.md"));
        assertThat(names).allMatch(name -> docs.contains('`' + name + '`'));
    }
}
