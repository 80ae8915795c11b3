package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The pages for people: `/`, `/watch/{id}` and `/embed/{id}`, and those of [LivePages]. Rendered
/// at each request, on virtual threads.
final class Pages {

    static final String TYPE = "text/html; charset=utf-8";

    private static final String EMBED = "/embed/";

    /// In Accept, unless its weight is zero (RFC 9110, 12.5.1).
    private static final Pattern HTML =
            Pattern.compile(
                    "(?:^|,)\\s*text/html\\s*(?:;(?!\\s*q=0(?:\\.0*)?\\s*(?:[,;]|$))|,|$)",
                    Pattern.CASE_INSENSITIVE);

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " media-src 'self' blob: data:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors ";

    /// Date is up to a second old, and Last-Modified must not be later (RFC 9110, 8.8.2.1).
    private static final Duration DATE_LAG = Duration.ofSeconds(2);

    private final Catalogue catalogue;
    private final LivePages live;
    private final InstantSource clock;
    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    Pages.class.getClassLoader(),
                    "dev.anabranch.origin.page");

    /// Loaded by the first page, published to all threads.
    private volatile @Nullable Assets assets;

    Pages(Site site, Audiences audiences, InstantSource clock) {
        this.catalogue = site.catalogue();
        this.live = new LivePages(this, site.live(), audiences);
        this.clock = clock;
    }

    /// The page at `path`, or empty when there is none; may block.
    ///
    /// @param host by which we were reached, without port
    /// @param token of who watches a live stream that not everybody may watch; else empty
    Optional<Prepared> find(String path, String host, String token) throws IOException {
        var lives = live.find(path, host, token);
        if (lives.isPresent()) {
            return lives;
        }
        if (path.equals("/")) {
            var own = assets();
            return Optional.of(
                    render(
                            "index",
                            Map.of(
                                    "titles",
                                    catalogue.titles(),
                                    "onAir",
                                    live.onAir(),
                                    "assets",
                                    own.path())));
        }
        if (path.startsWith(Assets.ROOT)) {
            return assets().find(path.substring(Assets.ROOT.length()));
        }
        var title = title(path);
        if (title.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(path.startsWith(EMBED) ? embed(title.get()) : watch(title.get()));
    }

    /// An asset if they are loaded; never blocks.
    Optional<Prepared> findAsset(String path) {
        var loaded = assets;
        return loaded == null
                ? Optional.empty()
                : loaded.find(path.substring(Assets.ROOT.length()));
    }

    /// Whether a person's browser asks, at an address that media and assets are not below.
    static boolean isAskedFor(String path, HttpServerRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return path.startsWith("/")
                && !path.startsWith(FrontDoor.MEDIA)
                && !path.startsWith(Assets.ROOT)
                && accept != null
                && HTML.matcher(accept).find();
    }

    /// The page that says what is wrong at `path`; may block.
    String problem(Problem problem, String path) throws IOException {
        return html(
                "problem",
                Map.of(
                        "status",
                        problem.status(),
                        "title",
                        problem.title(),
                        "detail",
                        problem.detail(),
                        "assets",
                        assets().path(),
                        "isEmbedded",
                        path.startsWith(EMBED)));
    }

    /// The header fields of pages alone. A page for embedding may be framed by anyone, the others
    /// by ourselves.
    static void putFields(String path, HttpServerResponse response) {
        response.putHeader(
                        "content-security-policy",
                        POLICY + (path.startsWith(EMBED) ? "*" : "'self'"))
                .putHeader("referrer-policy", "strict-origin-when-cross-origin");
    }

    private Optional<Title> title(String path) throws IOException {
        var slash = path.indexOf('/', 1);
        var kind = slash < 0 ? "" : path.substring(0, slash + 1);
        var id = path.substring(slash + 1);
        var isPage = kind.equals("/watch/") || kind.equals(EMBED);
        return isPage && PlaybackId.isValid(id) ? catalogue.title(id) : Optional.empty();
    }

    private Prepared watch(Title title) throws IOException {
        var own = assets();
        return render(
                "watch",
                Map.of(
                        "title",
                        title,
                        "assets",
                        own.path(),
                        "hasPlayers",
                        own.hasPlayers(),
                        "embedCode",
                        embedCode(title.playbackId(), title.name())));
    }

    private Prepared embed(Title title) throws IOException {
        var own = assets();
        return render(
                "embed",
                Map.of("title", title, "assets", own.path(), "hasPlayers", own.hasPlayers()));
    }

    /// For another site; the page's script puts our own address before the path.
    static String embedCode(String path, String name) {
        var title = name.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
        return "<iframe src=\"/embed/"
                + path
                + "\" title=\""
                + title
                + "\" style=\"width:100%;aspect-ratio:16/9;border:0\""
                + " allow=\"autoplay; fullscreen; picture-in-picture\" allowfullscreen></iframe>";
    }

    Prepared render(String template, Map<String, Object> values) throws IOException {
        var bytes = html(template, values).getBytes(StandardCharsets.UTF_8);
        var resource =
                new Resource(
                        Content.of(MediaType.MP4, bytes),
                        TYPE,
                        Resource.Kind.PLAYLIST,
                        Etag.of(bytes),
                        clock.instant().minus(DATE_LAG),
                        Holder.NOTHING);
        return Prepared.of(resource, "no-cache", 0);
    }

    private String html(String template, Map<String, Object> values) {
        var html = new StringOutput();
        templates.render(template + ".jte", values, html);
        return html.toString();
    }

    Assets assets() throws IOException {
        var loaded = assets;
        return loaded != null ? loaded : load();
    }

    private synchronized Assets load() throws IOException {
        var loaded = assets;
        if (loaded == null) {
            loaded = Assets.load(clock.instant());
            assets = loaded;
        }
        return loaded;
    }
}
