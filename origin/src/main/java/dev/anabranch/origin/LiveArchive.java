package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileSource;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Slice;
import dev.anabranch.packager.live.RangeAnswer;
import dev.anabranch.packager.live.RecordedRange;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RenderedText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers with what live streams have recorded: playlists of any piece, and segments that have
/// left the window. Looks and opens on virtual threads, sends on the event loop that asks.
final class LiveArchive implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveArchive.class);

    private static final int OPEN_FILES = 256;

    /// Of a piece that grows.
    private static final String SHORTLY = "public, max-age=1";

    /// Of one that does not, and of recorded media, whose names another recording may use again.
    private static final String FOR_A_WHILE = "public, max-age=60";

    private final Openings<FileSource> openings = new Openings<>(OPEN_FILES, FileSource::open);
    private final Delivery delivery;
    private final Executor virtualThreads;

    LiveArchive(Delivery delivery, Executor virtualThreads) {
        this.delivery = delivery;
        this.virtualThreads = virtualThreads;
    }

    /// What a look into a recording comes to.
    private sealed interface Answer {
        /// @param held to be let go of when it is being sent
        record Send(Prepared prepared, Holder held) implements Answer {}

        record Refuse(Problem problem) implements Answer {}

        /// A clip, which is streamed.
        record Stream(Prepared prepared) implements Answer {}

        /// @param query of the address that means the same later
        record Redirect(String query) implements Answer {}

        Refuse NOT_THERE = new Refuse(Problem.NOT_FOUND);
        Refuse NOT_IN_TRANSPORT =
                new Refuse(
                        new Problem(
                                404,
                                "Not recorded",
                                "Recordings are kept as CMAF, not as transport stream: ask index.m3u8"
                                        + " or manifest.mpd for this piece, or clip.mp4 for one file."));
    }

    @FunctionalInterface
    private interface Look {
        Answer look() throws IOException, MediaFormatException;
    }

    /// Playlists and manifest of a piece.
    ///
    /// @param query one that asks for a piece ([TimeShift#isAskedFor])
    void answerPiece(
            HttpServerRequest request,
            LiveLoop loop,
            Recording recording,
            LiveTarget target,
            String query) {
        answer(
                request,
                loop,
                () -> {
                    var piece = TimeShift.parse(query);
                    return switch (recording.range(piece.start(), piece.end())) {
                        case RangeAnswer.Found<RecordedRange>(var range) -> text(range, target);
                        case RangeAnswer.Nothing<RecordedRange>(var reason) ->
                                new Answer.Refuse(new Problem(404, "Nothing there", reason));
                        case RangeAnswer.TooLong<RecordedRange>(var reason) ->
                                new Answer.Refuse(new Problem(400, "Too long", reason));
                    };
                });
    }

    private static Answer text(RecordedRange range, LiveTarget target) throws IOException {
        var text =
                switch (target) {
                    case LiveTarget.Whole whole ->
                            switch (whole) {
                                case MULTIVARIANT -> Optional.of(range.multivariant());
                                case MANIFEST -> Optional.of(range.manifest());
                                case TRANSPORT_MULTIVARIANT, REPORT, CLIP ->
                                        Optional.<RenderedText>empty();
                            };
                    case LiveTarget.OfRendition(var name, var wanted) ->
                            switch (wanted) {
                                case LiveTarget.Playlist playlist -> range.playlist(name);
                                case LiveTarget.IFrames pictures -> range.iFrames(name);
                                case LiveTarget.Init init -> Optional.<RenderedText>empty();
                                case LiveTarget.Segment segment -> Optional.<RenderedText>empty();
                                case LiveTarget.Part part -> Optional.<RenderedText>empty();
                            };
                };
        if (text.isEmpty()) {
            return isTransport(target) ? Answer.NOT_IN_TRANSPORT : Answer.NOT_THERE;
        }
        var age = range.hasEnded() ? FOR_A_WHILE : SHORTLY;
        return new Answer.Send(LiveForms.text(text.get(), age), Holder.NOTHING);
    }

    private static boolean isTransport(LiveTarget target) {
        return switch (target) {
            case LiveTarget.Whole whole -> whole == LiveTarget.Whole.TRANSPORT_MULTIVARIANT;
            case LiveTarget.OfRendition media -> media.rendition().startsWith("ts-");
        };
    }

    /// A segment or an initialization section that the live presentation has not.
    void answerMedia(
            HttpServerRequest request,
            LiveLoop loop,
            Recording recording,
            LiveTarget.OfRendition target) {
        answer(
                request,
                loop,
                () -> {
                    var file =
                            switch (target.wanted()) {
                                case LiveTarget.Segment segment when !segment.isTransportStream() ->
                                        recording.segmentFile(target.rendition(), segment.msn());
                                case LiveTarget.Init init ->
                                        recording.initFile(target.rendition(), init.number());
                                case LiveTarget.Segment transport -> Optional.<Path>empty();
                                case LiveTarget.Playlist playlist -> Optional.<Path>empty();
                                case LiveTarget.IFrames pictures -> Optional.<Path>empty();
                                case LiveTarget.Part part -> Optional.<Path>empty();
                            };
                    return file.isEmpty() ? Answer.NOT_THERE : file(recording, file.get());
                });
    }

    /// A piece as one MP4 file.
    void answerClip(HttpServerRequest request, LiveLoop loop, LiveChannel channel) {
        var recording = channel.recording();
        var query = request.query();
        answer(
                request,
                loop,
                () -> {
                    if (recording.isEmpty()) {
                        return new Answer.Refuse(LiveClip.NOT_RECORDED);
                    }
                    return switch (LiveClip.of(channel.name(), recording.get(), query)) {
                        case LiveClip.Ready(var prepared) -> new Answer.Stream(prepared);
                        case LiveClip.Elsewhere(var lasting) -> new Answer.Redirect(lasting);
                        case LiveClip.None(var problem) -> new Answer.Refuse(problem);
                    };
                });
    }

    private Answer file(Recording recording, Path path) throws IOException, MediaFormatException {
        if (!Files.exists(path)) {
            return Answer.NOT_THERE;
        }
        var held = openings.hold(path);
        var source = held.opened();
        var type = MimeTypes.ofFile(path.toString());
        var stamp = held.stamp();
        var resource =
                new Resource(
                        new Content(
                                MediaType.MP4,
                                List.of(new Slice.Range(source, 0, source.sizeBytes()))),
                        type.mimeType(),
                        type.kind(),
                        stamp.etag(recording.folder(), "", ""),
                        stamp.modified(),
                        held);
        return new Answer.Send(Prepared.of(resource, FOR_A_WHILE, 0), held);
    }

    private void answer(HttpServerRequest request, LiveLoop loop, Look look) {
        virtualThreads.execute(() -> {
            var answer = tryLook(request, look);
            loop.eventLoop().runOnContext(nothing -> send(request, loop, answer));
        });
    }

    private static Answer tryLook(HttpServerRequest request, Look look) {
        try {
            return look.look();
        } catch (MediaFormatException e) {
            var words = String.valueOf(e.getMessage());
            return new Answer.Refuse(new Problem(400, "Not a piece of a recording", words));
        } catch (NoSuchFileException gone) {
            return Answer.NOT_THERE;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} failed", request.path(), e);
            return new Answer.Refuse(Problem.of(e));
        }
    }

    private void send(HttpServerRequest request, LiveLoop loop, Answer answer) {
        switch (answer) {
            case Answer.Refuse(var problem) -> {
                loop.counters().answered(Counters.Route.LIVE, problem.status(), 0);
                if (!request.response().closed()) {
                    problem.send(request.response(), SHORTLY);
                }
            }
            case Answer.Redirect(var query) -> redirect(request, loop, query);
            case Answer.Stream(var prepared) -> {
                if (!request.response().closed()) {
                    delivery.stream(request, loop.eventLoop(), prepared, Counters.Route.LIVE);
                }
            }
            case Answer.Send(var prepared, var held) -> {
                if (!request.response().closed()) {
                    delivery.send(request, loop.eventLoop(), prepared, Counters.Route.LIVE);
                }
                held.release();
            }
        }
    }

    private static void redirect(HttpServerRequest request, LiveLoop loop, String query) {
        loop.counters().answered(Counters.Route.LIVE, 302, 0);
        if (!request.response().closed()) {
            request.response()
                    .setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, request.path() + "?" + query)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end();
        }
    }

    @Override
    public void close() {
        openings.close();
    }
}
