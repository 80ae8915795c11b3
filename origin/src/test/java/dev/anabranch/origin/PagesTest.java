package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
    void aFilmThatHasATitleIsCalledByIt() throws Exception {
        try (var running = new Running(temp)) {
            var folder = Files.createDirectories(running.packaged.resolve("film-0815"));
            var title =
                    "#EXT-X-SESSION-DATA:DATA-ID=\"com.apple.hls.title\",VALUE=\"A <b> film\"\n";
            Files.writeString(
                    folder.resolve("index.m3u8"),
                    "#EXTM3U\n" + title + "#EXT-X-STREAM-INF:BANDWIDTH=1000\nvideo.m3u8\n");
            for (var path : new String[] {"/", "/watch/film-0815", "/embed/film-0815"}) {
                assertThat(Running.text(running.get(path)))
                        .as(path)
                        .contains("A &lt;b&gt; film")
                        .doesNotContain("film-0815<");
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
    void whatIsNotThereIsAPageForBrowsers() throws Exception {
        var browser = new String[] {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
        try (var running = new Running(temp)) {
            for (var path : new String[] {"/watch/nope", "/embed/nope", "/nope/%3Cb%3E"}) {
                var page = running.get(path, browser);
                assertThat(page.statusCode()).as(path).isEqualTo(404);
                assertThat(Running.field(page, "content-type"))
                        .isEqualTo("text/html; charset=utf-8");
                assertThat(Running.field(page, "cache-control")).isEqualTo("no-store");
                assertThat(Running.field(page, "content-security-policy"))
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                        .endsWith(path.startsWith("/embed/") ? "frame-ancestors *" : "'self'");
                assertThat(Running.text(page))
                        .contains("Not found", "There is nothing at this address.")
                        .doesNotContain("<script", "<style", "nope");
            }
            var post =
                    running.send(
                            running.request("/watch/film")
                                    .headers(browser)
                                    .POST(BodyPublishers.noBody()));
            assertThat(post.statusCode()).isEqualTo(405);
            assertThat(Running.field(post, "allow")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(Running.text(post)).contains("<h1>Method not allowed");
        }
    }

    @Test
    void whatIsNotThereIsAProblemDocumentForPrograms() throws Exception {
        try (var running = new Running(temp)) {
            for (var accept : new String[] {"*/*", "application/json", "text/html;q=0, */*"}) {
                assertIsProblem(running.get("/watch/nope", "Accept", accept));
            }
            assertIsProblem(running.get("/watch/nope"));
            for (var path : new String[] {"/p/nope/index.m3u8", "/assets/nope.js"}) {
                assertIsProblem(running.get(path, "Accept", "text/html"));
            }
        }
    }

    private static void assertIsProblem(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Running.field(answer, "content-type")).isEqualTo("application/problem+json");
        assertThat(Running.text(answer)).startsWith("{").contains("\"status\":404");
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
