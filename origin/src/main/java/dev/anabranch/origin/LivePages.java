package dev.anabranch.origin;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// The pages of live streams: `/live`, `/live/{name}` and `/embed/live/{name}`. What changes on
/// them is asked for by their scripts.
///
/// Asked for, not pushed: a stream of events would keep one of the six connections that a browser
/// has to a server of HTTP/1.1, and a low-latency player with sound needs four of them.
final class LivePages {

    private static final String LIST = "/live";
    private static final String EMBED = "/embed/live/";

    private final Pages pages;
    private final LiveDirectory directory;
    private final Audiences audiences;

    LivePages(Pages pages, LiveDirectory directory, Audiences audiences) {
        this.pages = pages;
        this.directory = directory;
        this.audiences = audiences;
    }

    /// The stream whose page is at `path`, if it could be one.
    static Optional<String> nameIn(String path) {
        if (path.startsWith(EMBED)) {
            return Optional.of(path.substring(EMBED.length()));
        }
        return path.startsWith(LiveDoor.ROOT) && path.length() > LiveDoor.ROOT.length()
                ? Optional.of(path.substring(LiveDoor.ROOT.length()))
                : Optional.empty();
    }

    /// The page at `path`, or empty when it is none of ours; may block.
    ///
    /// @param token what the page's own requests need to be let in; empty when they need nothing
    Optional<Prepared> find(String path, String host, String token) throws IOException {
        if (path.equals(LIST) || path.equals(LiveDoor.ROOT)) {
            return Optional.of(list());
        }
        if (path.startsWith(EMBED)) {
            var channel = channel(path.substring(EMBED.length()));
            return channel.isEmpty() ? Optional.empty() : Optional.of(embed(channel.get(), token));
        }
        if (path.startsWith(LiveDoor.ROOT)) {
            var channel = channel(path.substring(LiveDoor.ROOT.length()));
            return channel.isEmpty()
                    ? Optional.empty()
                    : Optional.of(page(channel.get(), host, token));
        }
        return Optional.empty();
    }

    /// One that may yet begin has a page that waits for it.
    private Optional<LiveChannel> channel(String name) {
        return directory.find(name).or(() -> directory.expect(name));
    }

    /// The names of those that can be watched now.
    List<String> onAir() {
        return directory.channels().stream()
                .filter(channel -> LiveWords.of(channel) == LiveWords.ON_AIR)
                .map(LiveChannel::name)
                .toList();
    }

    private Prepared list() throws IOException {
        ToIntFunction<LiveChannel> viewers = this::viewers;
        Function<LiveChannel, String> latency = LivePages::latency;
        return pages.render(
                "lives",
                Map.of(
                        "channels",
                        directory.channels(),
                        "viewers",
                        viewers,
                        "latency",
                        latency,
                        "hasIngest",
                        directory.hasIngest(),
                        "assets",
                        pages.assets().path()));
    }

    private int viewers(LiveChannel channel) {
        var seconds = channel.report().seconds();
        var others = seconds.isEmpty() ? 0 : seconds.getLast().otherViewers();
        return audiences.heard(channel.name()).viewers() + others;
    }

    private static String latency(LiveChannel channel) {
        var seconds = channel.presentation().map(LiveReportJson::targetLatency).orElse(0.0);
        return String.format(Locale.ROOT, "%.1f s from the live edge", seconds);
    }

    private Prepared page(LiveChannel channel, String host, String token) throws IOException {
        var own = pages.assets();
        var name = channel.name();
        return pages.render(
                "live",
                Map.of(
                        "name",
                        name,
                        "address",
                        LivePlace.address(name, token),
                        "report",
                        channel.report(),
                        "state",
                        LiveWords.of(channel),
                        "hasTransport",
                        hasTransport(channel),
                        "host",
                        host,
                        "embedCode",
                        Pages.embedCode("live/" + name, name),
                        "assets",
                        own.path(),
                        "hasPlayers",
                        own.hasPlayers()));
    }

    /// Before anything is on air, it is taken to have what streams have unless they are told not
    /// to.
    private static boolean hasTransport(LiveChannel channel) {
        return channel.presentation()
                .map(presentation ->
                        presentation.multivariant().isEmpty()
                                || presentation.multivariantTransport().isPresent())
                .orElse(true);
    }

    private Prepared embed(LiveChannel channel, String token) throws IOException {
        var own = pages.assets();
        return pages.render(
                "live-embed",
                Map.of(
                        "name",
                        channel.name(),
                        "address",
                        LivePlace.address(channel.name(), token),
                        "assets",
                        own.path(),
                        "hasPlayers",
                        own.hasPlayers()));
    }
}
