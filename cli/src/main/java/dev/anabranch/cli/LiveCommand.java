package dev.anabranch.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `anabranch live`: the live streams of a running server.
@Command(
        name = "live",
        description = "Makes and changes the live streams of a running server.",
        subcommands = {
            LiveCommand.Create.class,
            LiveCommand.ListAll.class,
            LiveCommand.Get.class,
            LiveCommand.Delete.class,
            LiveCommand.Complete.class,
            LiveCommand.Enable.class,
            LiveCommand.Disable.class,
            LiveCommand.ResetKey.class,
            LiveCommand.Token.class
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LiveCommand implements Runnable {

    private static final String STREAMS = "live-streams";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "live what? create, list, get, delete, complete, enable, disable, reset-key, token");
    }

    /// Which server, and how its answer is shown.
    static final class Shared {

        @Option(
                names = "--server",
                paramLabel = "URL",
                description = "Default: the one that runs on this machine.")
        private @Nullable String server;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = {
                    "The server's data folder, where its admin secret is; a server that you run yourself",
                    "is found without. ANABRANCH_ADMIN_SECRET comes first."
                })
        private @Nullable Path data;

        @Option(names = "--json", description = "Print JSON.")
        private boolean isJson;

        @Mixin private TrustOption trust;

        ApiServer find() throws IOException, CommandException {
            return ApiServer.find(server, data, trust.context());
        }

        void print(CommandSpec command, JsonNode stream) {
            var out = command.commandLine().getOut();
            if (isJson) {
                out.print(Json.line(stream));
            } else {
                describe(out, stream);
            }
            out.flush();
        }
    }

    private static String path(String... parts) {
        var path = new StringBuilder(STREAMS);
        for (var part : parts) {
            path.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8));
        }
        return path.toString();
    }

    private static void describe(PrintWriter out, JsonNode stream) {
        out.println(text(stream, "name") + "  " + text(stream, "status"));
        line(out, "id", text(stream, "id"));
        line(out, "server", text(stream.path("ingest"), "rtmp"));
        line(out, "key", text(stream, "stream_key"));
        line(out, "or as one", text(stream.path("ingest"), "rtmp_url"));
        line(out, "over TLS", text(stream.path("ingest"), "rtmps_url"));
        line(out, "watch", text(stream.path("playback"), "page"));
        line(out, "HLS", text(stream.path("playback"), "hls"));
        line(out, "DASH", text(stream.path("playback"), "dash"));
        for (var reason : stream.path("health_reasons")) {
            line(out, "health", reason.asString(""));
        }
    }

    private static void line(PrintWriter out, String label, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-10s %s%n", label, value);
        }
    }

    private static String text(JsonNode node, String name) {
        return Printable.line(node.path(name).asString(""));
    }

    @Command(
            name = "create",
            description = "Makes a stream and says where to send it.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Create implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Shared shared;

        @Option(names = "--name", paramLabel = "N", description = "Its name in addresses.")
        private @Nullable String name;

        @Option(names = "--record", description = "Keep what is sent.")
        private boolean isRecorded;

        @Option(
                names = "--ladder",
                paramLabel = "LADDER",
                description = "none, auto, or rungs: 720p,480p@1M. Default: the server's.")
        private @Nullable String ladder;

        @Option(
                names = "--latency-mode",
                paramLabel = "MODE",
                description = "low, reduced or standard. Default: the server's.")
        private @Nullable String latencyMode;

        @Option(
                names = "--reconnect-window",
                paramLabel = "TIME",
                description = "How long a lost encoder is waited for. Default: the server's.")
        private @Nullable String reconnectWindow;

        @Override
        public Integer call() throws IOException, CommandException, InterruptedException {
            var body = new LinkedHashMap<String, Object>();
            put(body, "name", name);
            put(body, "record", isRecorded ? true : null);
            put(body, "ladder", ladder);
            put(body, "latency_mode", latencyMode);
            put(body, "reconnect_window", reconnectWindow);
            shared.print(spec, shared.find().post(path(), body));
            return ExitCode.OK.status();
        }

        private static void put(Map<String, Object> body, String key, @Nullable Object value) {
            if (value != null) {
                body.put(key, value);
            }
        }
    }

    @Command(
            name = "list",
            description = "Lists all streams.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class ListAll implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Shared shared;

        @Override
        public Integer call() throws IOException, CommandException, InterruptedException {
            var server = shared.find();
            var cursor = "";
            boolean isNone = true;
            do {
                var page =
                        server.get(
                                path()
                                        + "?limit=100"
                                        + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                for (var stream : page.path("data")) {
                    print(stream);
                    isNone = false;
                }
                cursor = page.path("next_cursor").asString("");
            } while (!cursor.isEmpty());
            if (isNone && !shared.isJson) {
                tellThatThereIsNone();
            }
            return ExitCode.OK.status();
        }

        /// Beside the list, so that programs which count its lines count none.
        private void tellThatThereIsNone() {
            var err = spec.commandLine().getErr();
            err.println(
                    "there are no live streams; make one with: "
                            + Invocation.word()
                            + " live create --name NAME");
            err.flush();
        }

        private void print(JsonNode stream) {
            if (shared.isJson) {
                shared.print(spec, stream);
                return;
            }
            var out = spec.commandLine().getOut();
            out.printf(
                    "%-10s %-24s %s%n",
                    text(stream, "status"),
                    text(stream, "name"),
                    text(stream.path("playback"), "page"));
            out.flush();
        }
    }

    /// One of the streams, by name or id.
    static final class Named {

        @Parameters(paramLabel = "STREAM", description = "A stream's name or id.")
        private String stream = "";
    }

    @Command(
            name = "get",
            description = "Shows a stream: its state, key and addresses.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Get implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Shared shared;
        @Mixin private Named named;

        @Override
        public Integer call() throws IOException, CommandException, InterruptedException {
            shared.print(spec, shared.find().get(path(named.stream)));
            return ExitCode.OK.status();
        }
    }

    @Command(
            name = "delete",
            description = "Ends and forgets a stream; its recordings stay.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Delete implements Callable<Integer> {

        @Mixin private Shared shared;
        @Mixin private Named named;

        @Override
        public Integer call() throws IOException, CommandException, InterruptedException {
            var server = shared.find();
            // To delete what is not there is right for programs; a person has mistyped.
            server.get(path(named.stream));
            server.delete(path(named.stream));
            return ExitCode.OK.status();
        }
    }

    /// What is said to a stream without further words.
    abstract static class Action implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Shared shared;
        @Mixin private Named named;

        private final String action;

        Action(String action) {
            this.action = action;
        }

        @Override
        public Integer call() throws IOException, CommandException, InterruptedException {
            var answer =
                    shared.find()
                            .post(path(named.stream, action), new LinkedHashMap<String, Object>());
            shared.print(spec, answer);
            return ExitCode.OK.status();
        }
    }

    @Command(
            name = "complete",
            description = "Ends a stream without waiting for its encoder.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Complete extends Action {
        Complete() {
            super("complete");
        }
    }

    @Command(
            name = "enable",
            description = "Lets a stream be published again.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Enable extends Action {
        Enable() {
            super("enable");
        }
    }

    @Command(
            name = "disable",
            description = "Ends a stream and refuses its encoder.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Disable extends Action {
        Disable() {
            super("disable");
        }
    }

    @Command(
            name = "reset-key",
            description = "Gives a stream another key; the old one is void.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class ResetKey extends Action {
        ResetKey() {
            super("reset-stream-key");
        }
    }

    @Command(
            name = "token",
            description =
                    "Makes a token that lets its bearer watch or publish a stream which has a play_secret or publish_secret.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Token implements Callable<Integer> {

        @Spec private CommandSpec spec;
        @Mixin private Shared shared;
        @Mixin private Named named;

        @Option(names = "--publish", description = "To publish, not to watch.")
        private boolean isToPublish;

        @Option(
                names = "--for",
                defaultValue = "1h",
                paramLabel = "TIME",
                description = "How long it is good. Default: ${DEFAULT-VALUE}.")
        private String age = "1h";

        @Override
        public Integer call() throws IOException, CommandException, InterruptedException {
            var body = Map.of("action", isToPublish ? "publish" : "play", "expires_in", age);
            var made = shared.find().post(path(named.stream, "tokens"), body);
            var out = spec.commandLine().getOut();
            if (shared.isJson) {
                out.print(Json.line(made));
            } else {
                out.println(text(made, "token"));
                line(out, "until", text(made, "expires_at"));
                line(out, "publish to", text(made.path("ingest"), "rtmp_url"));
                line(out, "watch", text(made.path("playback"), "page"));
                line(out, "HLS", text(made.path("playback"), "hls"));
                line(out, "DASH", text(made.path("playback"), "dash"));
            }
            out.flush();
            return ExitCode.OK.status();
        }
    }
}
