package dev.anabranch.cli;

import dev.anabranch.service.PublishPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `serve` says about live streams when it has started: where to publish, where to watch, who
/// may, and what is kept.
final class Welcome {

    private static final String GUARDED =
            "publishers need a stream key in place of NAME, or what the configuration asks them for (publish_secret, _jwks or _url)";

    private Welcome() {}

    static List<String> lines(URI site, LiveServer streams, DataFolder data) {
        var lines = new ArrayList<String>();
        streams.configuration()
                .ifPresent(file -> lines.add("settings and streams are those of " + shown(file)));
        data.path()
                .ifPresent(
                        folder -> lines.add("streams and recordings are kept in " + shown(folder)));
        if (data.path().isEmpty() && data.whyNot().isEmpty()) {
            lines.add("nothing is kept: streams and recordings end with this server (--ephemeral)");
        }
        streams.unkept().ifPresent(lines::add);
        data.whyNot().ifPresent(why -> lines.add("nothing is kept of live streams: " + why));
        var host = site.getHost();
        streams.trouble().ifPresent(lines::add);
        streams.closedToEncoders().ifPresent(lines::add);
        streams.ports()
                .rtmp()
                .ifPresent(port -> {
                    lines.add(
                            "publish to rtmp://"
                                    + host
                                    + at(port, 1935)
                                    + "/live/NAME, watch at "
                                    + site.resolve("live/NAME"));
                    lines.add(
                            streams.isPublishingGuarded() ? GUARDED : who(streams.publishPolicy()));
                });
        streams.ports()
                .rtmps()
                .ifPresent(port ->
                        lines.add("or over TLS to rtmps://" + host + at(port, 443) + "/live/NAME"));
        return lines;
    }

    private static String shown(Path path) {
        return Printable.line(path.toAbsolutePath().normalize().toString());
    }

    private static String at(int port, int usual) {
        return port == usual ? "" : ":" + port;
    }

    private static String who(PublishPolicy policy) {
        var make = "make a key with: " + Invocation.word() + " live create --name studio";
        return switch (policy) {
            case KEYS -> "publishers need a stream key in place of NAME; " + make;
            case LOCAL ->
                    "publishers on this machine may choose any NAME; those on others need a stream key in its place; "
                            + make;
            case ANYONE -> "everyone who can reach this machine can publish any NAME";
        };
    }
}
