package dev.anabranch.service;

import dev.anabranch.kernel.Health;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.origin.Annex;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;

/// `/healthz` of a server with live streams: for those who watch over it. It names no stream, for
/// everybody may ask.
public final class Healthz implements Annex {

    private static final String PATH = "/healthz";

    private final Broadcasts broadcasts;

    public Healthz(Broadcasts broadcasts) {
        this.broadcasts = broadcasts;
    }

    @Override
    public boolean takes(String path) {
        return path.equals(PATH);
    }

    @Override
    public void answer(HttpServerRequest request) {
        var streams = 0;
        var active = 0;
        var unwell = 0;
        for (var broadcast : broadcasts.all()) {
            streams++;
            if (broadcast.stream().state() == StreamState.ACTIVE) {
                active++;
                unwell += broadcast.health().level() == Health.Level.GOOD ? 0 : 1;
            }
        }
        var live = new LinkedHashMap<String, Object>();
        live.put("streams", streams);
        live.put("active", active);
        live.put("unwell", unwell);
        var words = new LinkedHashMap<String, Object>();
        words.put("status", "ok");
        words.put("live", live);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(JsonText.compact(words));
    }
}
