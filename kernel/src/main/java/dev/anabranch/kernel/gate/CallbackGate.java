package dev.anabranch.kernel.gate;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks a web address by `POST` whether somebody may come in. 2xx lets in, anything else does not.
///
/// The question is a JSON object of strings: `{"action": "publish", "protocol": "rtmp", "ip":
/// "192.0.2.7", "user_agent": "…", "app": "live", "stream": "key", "path": "live/key", "query":
/// "a=b", "user": "", "password": "", "token": ""}`; the last three are taken out of the query
/// (`user`, `pass` or `password`, `token`), or empty. `action` is `publish` or `play`.
///
/// The answer may be empty. If it is a JSON object with a `name`, the stream has that name: so a
/// key can stand for a stream. 401 and 403 mean [Refusal#NOT_ALLOWED], 404 means
/// [Refusal#UNKNOWN_STREAM], everything else, and no answer within the timeout,
/// [Refusal#UNREACHABLE]. Redirects are not followed: the question holds secrets.
public final class CallbackGate implements Gate, AutoCloseable {

    /// Longest answer that is read.
    public static final int MAX_ANSWER_BYTES = 16 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI address;
    private final Duration timeout;
    private final HttpClient client;

    /// @param address `http` or `https`
    /// @param timeout of the whole question, to connect included
    public CallbackGate(URI address, Duration timeout) {
        Web.check(address);
        this.address = address;
        this.timeout = timeout;
        client = Web.client(timeout);
    }

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return ask(
                new Question(
                        Action.PUBLISH,
                        request.peer(),
                        request.app(),
                        request.key(),
                        new Query(request.query())));
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        return ask(
                new Question(
                        Action.PLAY,
                        request.peer(),
                        request.app(),
                        request.name(),
                        new Query(request.query())));
    }

    private record Question(Action action, Peer peer, String app, String stream, Query query) {

        byte[] json() {
            var json = JSON.createObjectNode();
            json.put("action", action.word());
            json.put("protocol", peer.protocol());
            json.put("ip", peer.address());
            json.put("user_agent", peer.program());
            json.put("app", app);
            json.put("stream", stream);
            json.put("path", app + "/" + stream);
            json.put("query", query.text());
            json.put("user", query.value("user").orElse(""));
            json.put("password", query.value("pass").or(() -> query.value("password")).orElse(""));
            json.put("token", query.value("token").orElse(""));
            return JSON.writeValueAsBytes(json);
        }
    }

    private CompletionStage<Verdict> ask(Question question) {
        var request =
                HttpRequest.newBuilder(address)
                        .timeout(timeout)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(question.json()))
                        .build();
        return client.sendAsync(request, Web.bounded(MAX_ANSWER_BYTES))
                .thenApply(response -> verdict(question, response))
                .exceptionally(failure -> unreachable("does not answer"));
    }

    private static Verdict verdict(Question question, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return named(question, response.body());
        }
        return switch (status) {
            case 401, 403 -> Answers.no(Refusal.NOT_ALLOWED, "not allowed");
            case 404 -> Answers.no(Refusal.UNKNOWN_STREAM, "there is no such stream");
            default -> unreachable("answers " + status);
        };
    }

    private static Verdict named(Question question, byte[] body) {
        if (body.length == 0) {
            return Answers.yes(question.app(), question.stream());
        }
        try {
            var name = JSON.readTree(body).path("name").asString(question.stream());
            return Answers.yes(question.app(), name);
        } catch (JacksonException notJson) {
            return Answers.yes(question.app(), question.stream());
        }
    }

    private static Verdict unreachable(String what) {
        return Answers.no(Refusal.UNREACHABLE, "who decides over this stream " + what);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
