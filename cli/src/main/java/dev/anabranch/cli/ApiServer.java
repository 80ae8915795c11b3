package dev.anabranch.cli;

import dev.anabranch.client.ConnectionFailure;
import dev.anabranch.service.AdminSecret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running server's API, for the commands that ask it. Used by one thread.
///
/// @param url where the server is
/// @param secret empty when none was found
/// @param tls whose certificates are taken
record ApiServer(URI url, Optional<String> secret, SSLContext tls) {

    private static final URI USUAL = URI.create("http://localhost:8080/");
    private static final int USUAL_PORT = 8080;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// The server that was named, or the only one of this user on this machine.
    ///
    /// @param named what a flag or the environment says
    /// @param data the server's data folder, when a flag or the environment names it
    static ApiServer find(@Nullable String named, @Nullable Path data, SSLContext tls)
            throws IOException, CommandException {
        var note = named == null ? usualNote() : note(address(named));
        var url = named == null ? note.map(ServerNote::url).orElse(USUAL) : address(named);
        var said = Environment.ofProcess().find(Environment.ADMIN_SECRET);
        if (said.isEmpty() && data != null) {
            said = AdminSecret.find(data);
        }
        return new ApiServer(url, said.or(() -> note.map(ServerNote::secret)), tls);
    }

    private static Optional<ServerNote> usualNote() {
        var usual = ServerNote.at(USUAL_PORT);
        if (usual.isPresent()) {
            return usual;
        }
        var all = ServerNote.all();
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /// Another machine's server is not the one that this user's note is of.
    private static Optional<ServerNote> note(URI url) {
        var host = url.getHost();
        var isHere = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return isHere ? ServerNote.at(port(url)) : Optional.empty();
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return url.getScheme().equals("https") ? 443 : 80;
    }

    private static URI address(String named) throws CommandException {
        try {
            var uri = URI.create(named.endsWith("/") ? named : named + "/");
            var scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return uri;
            }
        } catch (IllegalArgumentException wrong) {
            // is said below
        }
        throw new CommandException(
                ExitCode.USAGE,
                "--server is an address such as http://localhost:8080, not " + named);
    }

    JsonNode get(String path) throws IOException, CommandException, InterruptedException {
        return send("GET", path, null);
    }

    JsonNode post(String path, Object body)
            throws IOException, CommandException, InterruptedException {
        return send("POST", path, Json.line(body));
    }

    void delete(String path) throws IOException, CommandException, InterruptedException {
        send("DELETE", path, null);
    }

    private JsonNode send(String method, String path, @Nullable String body)
            throws IOException, CommandException, InterruptedException {
        var request =
                HttpRequest.newBuilder(url.resolve("v1/" + path))
                        .timeout(ANSWER)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        secret.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT).sslContext(tls).build()) {
            return understood(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (ConnectException | HttpConnectTimeoutException unreachable) {
            throw new CommandException(
                    ExitCode.SERVER_NOT_REACHABLE, "no server answers at " + url + "; " + cure());
        } catch (HttpTimeoutException late) {
            throw new CommandException(ExitCode.TIMED_OUT, url + " does not answer");
        } catch (IOException broken) {
            var words = ConnectionFailure.words(url, broken);
            if (words.isEmpty()) {
                throw broken;
            }
            throw new CommandException(ExitCode.SERVER_NOT_REACHABLE, url + ": " + words.get());
        }
    }

    /// Which servers there are instead, if there are.
    private static String cure() {
        var there = ServerNote.all().stream().map(note -> note.url().toString()).sorted().toList();
        return there.isEmpty()
                ? "start one with: " + Invocation.word() + " serve"
                : "name one of those that run here: --server " + String.join(", ", there);
    }

    private JsonNode understood(HttpResponse<String> answer) throws CommandException {
        var status = answer.statusCode();
        var words = words(answer.body());
        if (status < 300) {
            return words;
        }
        var code =
                switch (status) {
                    case 401, 403 -> ExitCode.NOT_ALLOWED;
                    case 404 -> ExitCode.NOT_FOUND;
                    case 409 -> ExitCode.CONFLICT;
                    case 400, 413, 415 -> ExitCode.USAGE;
                    default -> ExitCode.FAILED;
                };
        throw new CommandException(code, said(status, words));
    }

    private String said(int status, JsonNode problem) {
        if (status == 401 && secret.isEmpty()) {
            return url
                    + " wants its admin secret, and none was found: set ANABRANCH_ADMIN_SECRET to it, or name"
                    + " the server's data folder with --data. "
                    + problem.path("hint").asString("");
        }
        var detail = problem.path("detail").asString("the server answers " + status);
        var hint = problem.path("hint").asString("");
        return hint.isEmpty() ? detail : detail + " " + hint;
    }

    private static JsonNode words(String body) {
        try {
            return JsonMapper.shared().readTree(body.isBlank() ? "{}" : body);
        } catch (JacksonException notOurs) {
            return JsonMapper.shared().createObjectNode();
        }
    }
}
