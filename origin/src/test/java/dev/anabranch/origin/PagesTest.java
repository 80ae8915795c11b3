package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages as a browser would fetch them.
class PagesTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private static final Pattern ADDRESS = Pattern.compile("\"(/p/odd/[^\"]*)\"");

    @TempDir Path temp;

    @Test
    void theListNamesEveryTitle() throws Exception {
        try (var running = new Running(temp)) {
            Files.write(running.media.resolve("Ein Häuschen <b> & Co.mp4"), Fake.bytes(2000));
            var page = running.get("/");
            assertThat(Running.field(page, "content-type")).isEqualTo("text/html; charset=utf-8");
            assertThat(Running.text(page))
                    .contains(
                            "href=\"/watch/clip\"",
                            "href=\"/watch/film\"",
                            "Ein Häuschen &lt;b&gt; &amp; Co")
                    .doesNotContain("<b>");
        }
    }

    @Test
    void allThatAPageNamesIsThereAndOurs() throws Exception {
        try (var running = new Running(temp)) {
            for (var path : new String[] {"/", "/watch/film", "/embed/film"}) {
                var links = LINK.matcher(Running.text(running.get(path)));
                while (links.find()) {
                    assertThat(links.group(1)).startsWith("/");
                    assertThat(running.get(links.group(1)).statusCode())
                            .as(links.group(1))
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void namesOfManifestsAndPicturesMayHaveAnyCharacters() throws Exception {
        try (var running = new Running(temp)) {
            var odd = Files.createDirectories(running.packaged.resolve("odd"));
            Files.writeString(odd.resolve("ä b#c%20?&\"<.m3u8"), Running.PLAYLIST);
            Files.writeString(odd.resolve("d'e#%.mpd"), "<MPD/>");
            Files.write(odd.resolve("f g#.jpg"), Fake.bytes(10));
            for (var path : new String[] {"/", "/watch/odd", "/embed/odd"}) {
                var page = Running.text(running.get(path));
                var links = ADDRESS.matcher(page);
                var found = new ArrayList<String>();
                while (links.find()) {
                    found.add(links.group(1));
                    var address = links.group(1).replace("&amp;", "&").replace("&#39;", "'");
                    assertThat(running.get(address).statusCode()).as(address).isEqualTo(200);
                }
                assertThat(found).as(path).hasSizeGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void nothingIsInlineAndThePolicyIsStrict() throws Exception {
        try (var running = new Running(temp)) {
            var watch = running.get("/watch/film");
            assertThat(Running.text(watch))
                    .doesNotContainPattern("<script(?![^>]*src=)|<style|<[^>]* on[a-z]+=");
            assertThat(Running.field(watch, "content-security-policy"))
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                    .endsWith("frame-ancestors 'self'")
                    .doesNotContain("unsafe");
            assertThat(Running.field(running.get("/embed/film"), "content-security-policy"))
                    .endsWith("frame-ancestors *");
        }
    }

    @Test
    void assetsAreKeptForever() throws Exception {
        try (var running = new Running(temp)) {
            var links = LINK.matcher(Running.text(running.get("/embed/film")));
            assertThat(
                            links.results()
                                    .map(link -> link.group(1))
                                    .filter(link -> link.endsWith(".js"))
                                    .toList())
                    .hasSize(1)
                    .allSatisfy(link -> {
                        var script = running.get(link, "Accept-Encoding", "gzip");
                        assertThat(Running.field(script, "content-type"))
                                .startsWith("text/javascript");
                        assertThat(Running.field(script, "content-encoding")).isEqualTo("gzip");
                        assertThat(Running.field(script, "cache-control")).endsWith("immutable");
                    });
        }
    }

    @Test
    void healthIsTold() throws Exception {
        try (var running = new Running(temp)) {
            assertThat(Running.text(running.get("/healthz"))).contains("\"status\":\"ok\"");
        }
    }
}
