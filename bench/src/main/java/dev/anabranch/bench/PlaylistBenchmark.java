package dev.anabranch.bench;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A media playlist of 10,800 segments, which is twelve hours, from text to values and back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlaylistBenchmark {

    private static final int SEGMENTS = 10_800;

    private final MediaPlaylistParser peer = new MediaPlaylistParser();
    private byte[] bytes = {};
    private String text = "";
    private MediaPlaylist ours = MediaPlaylist.builder(4).build();
    private io.lindstrom.m3u8.model.@Nullable MediaPlaylist theirs;

    /// Makes the text that both parse and the values that each renders.
    @Setup
    public void parse() throws MediaFormatException, PlaylistParserException {
        var playlist =
                new StringBuilder(
                        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:5\n"
                                + "#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"init.mp4\"\n");
        for (int n = 1; n <= SEGMENTS; n++) {
            playlist.append(
                    String.format(Locale.ROOT, "#EXTINF:%.6f,\n%d.m4s\n", 3.9 + n % 20 / 100.0, n));
        }
        text = playlist.append("#EXT-X-ENDLIST\n").toString();
        bytes = text.getBytes(StandardCharsets.UTF_8);
        ours = parseOurs();
        theirs = parsePeer();
    }

    @Benchmark
    public MediaPlaylist parseOurs() throws MediaFormatException {
        return PlaylistParser.parse(bytes, ParseOptions.STRICT).media();
    }

    /// The peer reads text; that it is text already is its advantage.
    @Benchmark
    public io.lindstrom.m3u8.model.MediaPlaylist parsePeer() throws PlaylistParserException {
        return peer.readPlaylist(text);
    }

    @Benchmark
    public byte[] renderOurs() {
        return ours.toBytes();
    }

    @Benchmark
    public byte[] renderPeer() {
        return peer.writePlaylistAsBytes(Objects.requireNonNull(theirs));
    }
}
