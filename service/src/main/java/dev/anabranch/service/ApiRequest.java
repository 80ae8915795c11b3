package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// A request to the API whose sender may make it.
///
/// @param path what follows `/v1/`, part by part, decoded
/// @param query decoded; of a parameter given twice the last
/// @param site how the sender reached us, up to the first `/` of the path
record ApiRequest(
        HttpMethod method, List<String> path, Map<String, String> query, byte[] body, URI site) {

    /// @throws MediaFormatException when it is no JSON object
    Section section() throws MediaFormatException {
        if (body.length == 0) {
            return Section.of("", NodeReader.json(new byte[] {'{', '}'}));
        }
        return Section.of("", NodeReader.json(body));
    }

    boolean isReading() {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
