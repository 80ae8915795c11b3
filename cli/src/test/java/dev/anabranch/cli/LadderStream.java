package dev.anabranch.cli;

import dev.anabranch.client.Answer;
import dev.anabranch.client.HttpTransport;
import dev.anabranch.client.Request;
import dev.anabranch.media.ByteSource;
import dev.anabranch.media.mp4.MovieReader;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A live stream with a ladder, looked at from outside: its playlists, its pictures, and the
/// process that encodes it.
public final class LadderStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern MAP = Pattern.compile("#EXT-X-MAP:URI=\"([^\"]+)\"");
    private static final Pattern SEGMENT = Pattern.compile("(?m)^(\\d+)\\.m4s$");
    private static final Pattern VARIANT = Pattern.compile("(?m)^(video-\\d+)/index\\.m3u8$");

    private final URI folder;
    private final HttpTransport transport =
            new HttpTransport(SystemClock.MACHINE, HttpClient.Version.HTTP_1_1);

    public LadderStream(TestLive live, String name) {
        folder = live.uri().resolve("live/" + name + "/");
    }

    /// One picture: when it is shown, and whether one can begin with it.
    public record Picture(long ptsTicks, boolean isKeyframe) {}

    private Answer get(String path) throws Exception {
        return transport.get(Request.playlist(folder.resolve(path), PATIENCE));
    }

    public String text(String path) throws Exception {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    /// The pictures that are offered, each once, the source first.
    public List<String> variants() throws Exception {
        return VARIANT.matcher(text("index.m3u8"))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /// The numbers of the segments that are complete.
    public List<Long> complete(String rendition) throws Exception {
        return SEGMENT.matcher(text(rendition + "/index.m3u8"))
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    /// The pictures of a segment in the order in which they are shown; none of one that is a gap.
    public List<Picture> pictures(String rendition, long msn) throws Exception {
        var map = MAP.matcher(text(rendition + "/index.m3u8"));
        if (!map.find()) {
            throw new AssertionError("no EXT-X-MAP");
        }
        var segment = get(rendition + "/" + msn + ".m4s");
        if (!segment.isSuccess()) {
            return List.of();
        }
        var movie = new ByteArrayOutputStream();
        movie.write(get(rendition + "/" + map.group(1)).body());
        movie.write(segment.body());
        var track = MovieReader.read(ByteSource.of(movie.toByteArray())).tracks().getFirst();
        var pictures = new ArrayList<Picture>();
        for (var cursor = track.samples().cursor(0); ; ) {
            pictures.add(new Picture(cursor.ptsTicks(), cursor.isSync()));
            if (!cursor.advance()) {
                break;
            }
        }
        pictures.sort(Comparator.comparingLong(Picture::ptsTicks));
        return pictures;
    }

    /// The processes of this one that make rungs.
    public static List<ProcessHandle> encoders() {
        return ProcessHandle.current().descendants().filter(LadderStream::isEncoder).toList();
    }

    private static boolean isEncoder(ProcessHandle process) {
        var words = process.info().arguments().map(Stream::of).orElse(Stream.empty()).toList();
        return process.isAlive() && words.contains("pipe:0") && words.contains("source");
    }

    @Override
    public void close() {
        transport.close();
    }
}
