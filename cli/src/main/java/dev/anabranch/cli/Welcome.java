package dev.anabranch.cli;

import dev.anabranch.service.PublishPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// What `serve` says about live streams when it has started: where to publish, where to watch, who
/// may, and what is kept.
final class Welcome {

    private Welcome() {}

    static List<String> lines(URI site, LiveServer streams, DataFolder data) {
        var lines = new ArrayList<String>();
        data.whyNot().ifPresent(why -> lines.add("nothing is kept of live streams: " + why));
        var host = site.getHost();
        streams.trouble().ifPresent(lines::add);
        streams.ports()
                .rtmp()
                .ifPresent(port -> {
                    lines.add(
                            "publish to rtmp://"
                                    + host
                                    + at(port, 1935)
                                    + "/live/NAME, watch at "
                                    + site.resolve("live/NAME"));
                    lines.add(who(streams.publishPolicy()));
                });
        streams.ports()
                .rtmps()
                .ifPresent(port ->
                        lines.add("or over TLS to rtmps://" + host + at(port, 443) + "/live/NAME"));
        return lines;
    }

    private static String at(int port, int usual) {
        return port == usual ? "" : ":" + port;
    }

    private static String who(PublishPolicy policy) {
        return switch (policy) {
            case KEYS ->
                    "publishing needs a stream key as NAME; make one: anabranch live create --name studio";
            case LOCAL ->
                    "any NAME from this machine; from others a stream key, which makes: anabranch live create --name studio";
            case ANYONE -> "everyone who can reach this machine can publish any NAME";
        };
    }
}
