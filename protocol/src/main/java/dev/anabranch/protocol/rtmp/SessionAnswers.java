package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Refusal;
import java.util.List;
import java.util.Map;

/// What a server answers to commands that change nothing, and the codes of its refusals.
final class SessionAnswers {

    private static final int CONNECTION = 0;

    private SessionAnswers() {}

    /// Answers any command but those that a [Session] acts on. Commands that make sense for files
    /// only are answered politely.
    static void other(Connection wire, Message message, Command command) {
        switch (command.name()) {
            case "getStreamLength" ->
                    wire.write(
                            CONNECTION,
                            Command.result(
                                    command.transaction(),
                                    AmfValue.Null.VALUE,
                                    new AmfValue.Num(0)));
            case "pause" -> {
                boolean isPaused = command.argument(0).isTrue();
                notify(
                        wire,
                        message,
                        isPaused ? "NetStream.Pause.Notify" : "NetStream.Unpause.Notify");
                result(wire, command);
            }
            case "seek" -> {
                notify(wire, message, "NetStream.Seek.Notify");
                result(wire, command);
            }
            case "FCPublish" -> {
                wire.write(CONNECTION, published(command.argument(0).text().orElse("")));
                result(wire, command);
            }
            case "play2",
                    "receiveAudio",
                    "receiveVideo",
                    "releaseStream",
                    "FCUnpublish",
                    "FCSubscribe",
                    "_checkbw" ->
                    result(wire, command);
            case "_result", "_error", "onStatus", "onBWDone" -> {}
            default -> unknown(wire, command);
        }
    }

    /// An answer without content, when one is wanted.
    static void result(Connection wire, Command command) {
        if (command.transaction() > 0) {
            wire.write(CONNECTION, Command.result(command.transaction(), AmfValue.Null.VALUE));
        }
    }

    static String publishCode(Refusal reason) {
        return switch (reason) {
            case BUSY -> "NetStream.Publish.Denied";
            case BAD_NAME, UNKNOWN_STREAM -> "NetStream.Publish.BadName";
            case NOT_ALLOWED, EXPIRED, DISABLED, FULL, UNREACHABLE -> "NetStream.Publish.Rejected";
        };
    }

    static String playCode(Refusal reason) {
        return switch (reason) {
            case BAD_NAME, UNKNOWN_STREAM -> "NetStream.Play.StreamNotFound";
            case BUSY, NOT_ALLOWED, EXPIRED, DISABLED, FULL, UNREACHABLE -> "NetStream.Play.Failed";
        };
    }

    private static void unknown(Connection wire, Command command) {
        if (command.transaction() > 0) {
            var error =
                    Command.error(
                            command.transaction(),
                            "NetConnection.Call.Failed",
                            "There is no such command");
            wire.write(CONNECTION, error);
        }
    }

    private static void notify(Connection wire, Message message, String code) {
        wire.write(message.streamId(), Command.onStatus("status", code, "This is live"));
    }

    private static Command published(String name) {
        Map<String, AmfValue> status =
                Map.of(
                        "code", new AmfValue.Text("NetStream.Publish.Start"),
                        "description", new AmfValue.Text(name));
        return new Command(
                "onFCPublish", 0, AmfValue.Null.VALUE, List.of(new AmfValue.Obj(status, false)));
    }
}
