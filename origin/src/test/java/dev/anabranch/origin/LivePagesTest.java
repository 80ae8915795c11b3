package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.live.LivePresentation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The pages of live streams, and the figures they ask for, before anything is on air.
class LivePagesTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    private static final String[] BROWSER = {"Accept", "text/html"};

    private final HttpClient client = HttpClient.newHttpClient();
    private final Stub stub = new Stub();
    private Origin origin;

    @BeforeEach
    void start() throws Exception {
        origin =
                Origin.start(
                        Config.at(0).withHost("127.0.0.1"),
                        Site.of(Catalogue.of(List.of())).withLive(stub).withAnnex(new Echo()),
                        new Tally(),
                        new Origin.Clocks(InstantSource.system(), System::nanoTime));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        origin.close();
    }

    @Test
    void theListNamesEachStreamAndItsState() throws Exception {
        assertThat(get("/live").body())
                .contains("href=\"/live/main.hall\"", "Waiting", "data-streams")
                .doesNotContain("watching");
    }

    @Test
    void thePageSaysWhereToSendTo() throws Exception {
        assertThat(get("/live/main.hall").body())
                .contains(
                        "value=\"rtmp://127.0.0.1:1935/live\"",
                        "value=\"a-key\"",
                        "data-report=\"/live/main.hall/report.json\"",
                        "data-hls=\"/live/main.hall/index.m3u8\"",
                        "&lt;iframe src=\"/embed/live/main.hall\"");
    }

    @Test
    void allThatAPageNamesIsThereAndNothingIsInline() throws Exception {
        for (var path : new String[] {"/live", "/live/main.hall", "/embed/live/main.hall"}) {
            var page = get(path, BROWSER);
            assertThat(page.body())
                    .doesNotContainPattern("<script(?![^>]*src=)|<style|<[^>]* on[a-z]+=");
            var links = LINK.matcher(page.body());
            while (links.find()) {
                assertThat(get(links.group(1)).statusCode()).as(links.group(1)).isEqualTo(200);
            }
            assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                    .endsWith(path.startsWith("/embed/") ? "frame-ancestors *" : "'self'");
        }
    }

    @Test
    void aStreamThatIsNotThereHasNoPage() throws Exception {
        for (var path : new String[] {"/live/other", "/embed/live/other", "/live/%6dain.hall"}) {
            var page = get(path, BROWSER);
            assertThat(page.statusCode()).as(path).isEqualTo(404);
            assertThat(page.body()).contains("<h1>Not found");
        }
        for (var path : new String[] {"/live/other/report.json", "/live/main.hall/index.m3u8"}) {
            var answer = get(path, BROWSER);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("content-type"))
                    .contains("application/problem+json");
        }
    }

    @Test
    void aStreamThatMayBeginHasAPageThatWaits() throws Exception {
        for (var path : new String[] {"/live/to.come", "/embed/live/to.come"}) {
            var page = get(path, BROWSER);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body()).contains("data-report=\"/live/to.come/report.json\"");
        }
        assertThat(get("/live/to.come/report.json").body())
                .contains("\"name\":\"to.come\"", "\"state\":\"idle\"", "\"isPlayable\":false");
        assertThat(get("/live/to.come/index.m3u8").statusCode()).isEqualTo(404);
        assertThat(get("/live/to.come/index.m4").statusCode()).isEqualTo(404);
    }

    @Test
    void aPieceOfAStreamThatIsNotRecordedIsRefusedWithTheReason() throws Exception {
        for (var query : new String[] {"?start=10&end=20", "?end=20", "?token=a&start=10"}) {
            var answer = get("/live/main.hall/index.m3u8" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(404);
            assertThat(answer.body()).contains("Nothing of this stream is recorded.");
        }
    }

    @Test
    void aKeyIsOnThePageOnlyWhereItOpensSomething() throws Exception {
        var own = page(LiveReport.Sender.OWN_MACHINE, "127.0.0.1");
        assertThat(own).contains("value=\"rtmp://127.0.0.1:1935/live\"", "value=\"a-key\"");
        var elsewhere = page(LiveReport.Sender.OWN_MACHINE, "media.example");
        assertThat(elsewhere)
                .contains("anabranch live create --name NAME")
                .doesNotContain("a-key", "rtmp://");
        var keyed = page(LiveReport.Sender.KEY_HOLDER, "media.example");
        assertThat(keyed)
                .contains("rtmp://media.example:1935/live", "anabranch live get main.hall")
                .doesNotContain("a-key");
        assertThat(page(LiveReport.Sender.ANYONE, "media.example")).contains("value=\"a-key\"");
    }

    private String page(LiveReport.Sender sender, String host) {
        var ingest =
                new LiveReport.Ingest("RTMP", "rtmp", 1935, "/live", Optional.of("a-key"), sender);
        var html = new gg.jte.output.StringOutput();
        gg.jte.TemplateEngine.createPrecompiled(
                        null,
                        gg.jte.ContentType.Html,
                        Pages.class.getClassLoader(),
                        "dev.anabranch.origin.page")
                .render(
                        "ingest.jte",
                        java.util.Map.of(
                                "name", "main.hall", "ingests", List.of(ingest), "host", host),
                        html);
        return html.toString();
    }

    @Test
    void anEncoderThatIsAwayIsSaid() throws Exception {
        var report = FedChannel.report(LiveReport.State.ACTIVE, List.of());
        stub.report =
                new LiveReport(
                        report.state(),
                        report.health(),
                        report.reasons(),
                        report.since(),
                        Optional.of(
                                new LiveReport.Away(
                                        Instant.parse("2026-03-01T12:05:00Z"), Optional.empty())),
                        report.ingests(),
                        report.tracks(),
                        report.seconds());
        for (var path : new String[] {"/live", "/live/main.hall"}) {
            assertThat(get(path).body()).contains("Reconnecting").doesNotContain("On air<");
        }
    }

    @Test
    void aServerThatNoEncoderReachesSaysSo() throws Exception {
        stub.isEmpty = true;
        assertThat(get("/live").body()).contains("let an encoder publish");
        stub.hasIngest = false;
        assertThat(get("/live").body()).contains("--no-rtmp").doesNotContain("let an encoder");
    }

    @Test
    void figuresAreToldAsJson() throws Exception {
        var seconds = new ArrayList<LiveReport.Second>();
        for (int i = 0; i < 10; i++) {
            var at = Instant.parse("2026-03-01T12:00:00Z").plusSeconds(i);
            seconds.add(
                    new LiveReport.Second(
                            at,
                            3_000_000,
                            128_000,
                            29.97,
                            Duration.ofSeconds(2),
                            Duration.ofMillis(3),
                            7));
        }
        stub.report =
                new LiveReport(
                        LiveReport.State.ACTIVE,
                        LiveReport.Health.WARNING,
                        List.of(new LiveReport.Reason("No \"sound\"", "OBS: unmute")),
                        Optional.of(Instant.parse("2026-03-01T12:00:00Z")),
                        Optional.of(
                                new LiveReport.Away(
                                        Instant.parse("2026-03-01T12:05:00Z"),
                                        Optional.of(Instant.parse("2026-03-01T12:06:00Z")))),
                        List.of(),
                        List.of(new LiveReport.TrackLine("Video 1", "H.264")),
                        seconds);
        assertThat(get("/live/main.hall/report.json?seconds=1").body())
                .isEqualTo(
                        """
                        {"name":"main.hall","state":"active","health":"warning","isPlayable":false,\
                        "hasEnded":false,"since":"2026-03-01T12:00:00Z",\
                        "awaySince":"2026-03-01T12:05:00Z","awayUntil":"2026-03-01T12:06:00Z",\
                        "viewers":7,"targetLatencySeconds":0.0,"recording":null,\
                        "reasons":[{"fault":"No \\"sound\\"","cure":"OBS: unmute"}],\
                        "tracks":[{"label":"Video 1","words":"H.264"}],\
                        "seconds":[{"at":"2026-03-01T12:00:09Z","videoBitsPerSecond":3000000,\
                        "audioBitsPerSecond":128000,"framesPerSecond":29.970,\
                        "keyframeSeconds":2.000,"segmentDelaySeconds":0.003,"viewers":7}]}
                        """);
        assertThat(get("/live/main.hall/report.json").body().split("keyframeSeconds", -1))
                .hasSize(11);
        assertThat(get("/live/main.hall").body()).contains("Reconnecting");
    }

    @Test
    void keysAreNotAmongTheFigures() throws Exception {
        assertThat(get("/live/main.hall/report.json").body()).doesNotContain("a-key", "1935");
    }

    @Test
    void anAnnexAnswersAllMethodsBelowItsAddress() throws Exception {
        var post =
                client.send(
                        HttpRequest.newBuilder(origin.uri().resolve("/v1/things"))
                                .POST(HttpRequest.BodyPublishers.ofString("a body"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(post.body()).isEqualTo("POST a body");
        assertThat(post.headers().firstValue("date")).isPresent();
        assertThat(get("/v1").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path, String... fields) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(origin.uri() + path.substring(1)));
        return client.send(
                (fields.length == 0 ? request : request.headers(fields)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static final class Echo implements Annex {

        @Override
        public boolean takes(String path) {
            return path.startsWith("/v1/");
        }

        @Override
        public void answer(io.vertx.core.http.HttpServerRequest request) {
            var _ =
                    request.body()
                            .onSuccess(
                                    body -> request.response().end(request.method() + " " + body));
        }
    }

    private static final class Coming implements LiveChannel {

        @Override
        public String name() {
            return "to.come";
        }

        @Override
        public Optional<LivePresentation> presentation() {
            return Optional.empty();
        }

        @Override
        public LiveReport report() {
            return FedChannel.report(LiveReport.State.IDLE, List.of());
        }
    }

    private static final class Stub implements LiveDirectory, LiveChannel {

        volatile boolean isEmpty;
        volatile LiveReport report = FedChannel.report(LiveReport.State.IDLE, List.of());

        @Override
        public Optional<LiveChannel> find(String name) {
            return name.equals(name()) ? Optional.of(this) : Optional.empty();
        }

        volatile boolean hasIngest = true;

        @Override
        public Optional<LiveChannel> expect(String name) {
            return name.equals("to.come") ? Optional.of(new Coming()) : Optional.empty();
        }

        @Override
        public boolean hasIngest() {
            return hasIngest;
        }

        @Override
        public List<LiveChannel> channels() {
            return isEmpty ? List.of() : List.of(this);
        }

        @Override
        public String name() {
            return "main.hall";
        }

        @Override
        public Optional<LivePresentation> presentation() {
            return Optional.empty();
        }

        @Override
        public LiveReport report() {
            return report;
        }
    }
}
