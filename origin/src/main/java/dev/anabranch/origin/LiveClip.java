package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.live.RangeAnswer;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RecordingPosition;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What comes of asking for `clip.mp4?start=…&end=…`.
///
/// The bytes at an address never change, so that a download may be resumed: who asks with times
/// that count from now, or for more than has been recorded yet, is sent to the address that means
/// the same later.
sealed interface LiveClip {

    Problem NOT_RECORDED = new Problem(404, "Nothing there", "Nothing of this stream is recorded.");

    Problem NO_TIMES =
            new Problem(
                    400,
                    "From when to when?",
                    "Ask for ?start=…&end=… with times such as 2026-11-26T10:00:00Z, seconds from"
                            + " the beginning, or negative seconds from now.");

    /// Of what cannot change, though another recording may use the address again.
    String FOR_A_WHILE = "public, max-age=60";

    /// To be streamed.
    record Ready(Prepared prepared) implements LiveClip {}

    /// @param query of the address where it is
    record Elsewhere(String query) implements LiveClip {}

    record None(Problem problem) implements LiveClip {}

    /// Looks into the recording; may block.
    ///
    /// @param stream its name, for that of the file
    static LiveClip of(String stream, Recording recording, @Nullable String query)
            throws IOException, MediaFormatException {
        if (query == null || !TimeShift.isAskedFor(query)) {
            return new None(NO_TIMES);
        }
        var piece = TimeShift.parse(query);
        if (piece.end().isEmpty()) {
            return new None(NO_TIMES);
        }
        var start = piece.start();
        var end = piece.end().get();
        var lastingStart = recording.lasting(start);
        var lastingEnd = recording.lasting(end);
        if (lastingStart.isEmpty() || lastingEnd.isEmpty()) {
            return new None(new Problem(404, "Nothing there", "nothing is recorded yet"));
        }
        var from = seconds(lastingStart.get());
        var to = seconds(lastingEnd.get());
        if (!recording.isFinished() && (isMoving(start) || isBeyond(end, lastingEnd.get()))) {
            return new Elsewhere(with(query, from, to));
        }
        return switch (recording.clip(start, end)) {
            case RangeAnswer.Found<Content>(var content) -> {
                var name = stream + "-" + from + "-" + to;
                yield new Ready(prepared(name, recording, content));
            }
            case RangeAnswer.Nothing<Content>(var reason) ->
                    new None(new Problem(404, "Nothing there", reason));
            case RangeAnswer.TooLong<Content>(var reason) ->
                    new None(new Problem(400, "Too long", reason));
        };
    }

    /// The query with other times; what else is in it, such as a token, stays.
    private static String with(String query, String from, String to) {
        var fields = new StringJoiner("&");
        for (var field : query.split("&", -1)) {
            if (!field.isEmpty() && !field.startsWith("start=") && !field.startsWith("end=")) {
                fields.add(field);
            }
        }
        return fields.add("start=" + from).add("end=" + to).toString();
    }

    private static boolean isMoving(RecordingPosition position) {
        return switch (position) {
            case RecordingPosition.BeforeEdge edge -> true;
            case RecordingPosition.At time -> false;
            case RecordingPosition.FromBeginning seconds -> false;
        };
    }

    /// Whether it may lie behind what all renditions have. A time of the wall clock is as good as
    /// any distance, so it is always said as one.
    private static boolean isBeyond(
            RecordingPosition end, RecordingPosition.FromBeginning lasting) {
        return switch (end) {
            case RecordingPosition.BeforeEdge edge -> true;
            case RecordingPosition.At time -> true;
            case RecordingPosition.FromBeginning(var distance) ->
                    distance.compareTo(lasting.distance()) > 0;
        };
    }

    private static String seconds(RecordingPosition.FromBeginning position) {
        var distance = position.distance();
        return String.format(Locale.ROOT, "%d.%03d", distance.toSeconds(), distance.toMillisPart());
    }

    private static Prepared prepared(String name, Recording recording, Content content) {
        var etag = Etag.of(recording.folder() + "|" + name + "|" + content.sizeBytes());
        var resource =
                new Resource(
                        content,
                        MediaType.MP4.mimeType(),
                        Resource.Kind.SEGMENT,
                        etag,
                        Resource.UNDATED,
                        Holder.NOTHING);
        var form =
                Representation.of(resource, content.sizeBytes(), null, false, FOR_A_WHILE)
                        .with(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"" + name + ".mp4\"");
        return Prepared.of(resource, form);
    }
}
