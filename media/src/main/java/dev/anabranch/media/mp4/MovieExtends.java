package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The `mvex` box with its `mehd` and `trex`: the file goes on in fragments (ISO/IEC 14496-12,
/// 8.8.1 to 8.8.3).
///
/// @param fragmentDuration length of the whole presentation on the movie's clock; 0 when unknown
/// @param tracks the defaults of each track, by its number
public record MovieExtends(long fragmentDuration, Map<Integer, TrackExtends> tracks) {

    /// More tracks than this are refused.
    public static final int MAX_TRACKS = 4096;

    public MovieExtends {
        if (fragmentDuration < 0) {
            throw new IllegalArgumentException("fragmentDuration=" + fragmentDuration);
        }
        tracks = Map.copyOf(tracks);
    }

    /// The `mvex` of an init segment; says nothing when there is none.
    ///
    /// @param init the bytes of the whole init segment, which may go on after its `moov`
    public static MovieExtends ofInit(ByteBuffer init) throws MediaFormatException {
        var file = new BoxReader(init, "", 0);
        for (var box = file.child(); box.isPresent(); box = file.child()) {
            if (!box.get().type().equals("moov")) {
                continue;
            }
            var movie = box.get().payload();
            for (var child = movie.child(); child.isPresent(); child = movie.child()) {
                if (child.get().type().equals("mvex")) {
                    return parse(child.get().payload());
                }
            }
            break;
        }
        return new MovieExtends(0, Map.of());
    }

    static MovieExtends parse(BoxReader box) throws MediaFormatException {
        long duration = 0;
        var tracks = new LinkedHashMap<Integer, TrackExtends>();
        for (Optional<Box> next = box.child(); next.isPresent(); next = box.child()) {
            var child = next.get();
            if (child.type().equals("mehd")) {
                duration = duration(child.payload());
            }
            if (child.type().equals("trex")) {
                var trex = TrackExtends.parse(child.payload());
                tracks.put(trex.trackId(), trex);
            }
            if (tracks.size() > MAX_TRACKS) {
                throw MediaFormatException.limit(
                        box.where(), "trex count", tracks.size(), MAX_TRACKS);
            }
        }
        return new MovieExtends(duration, tracks);
    }

    /// The `mehd` is left out when the duration is not known.
    void write(BoxWriter out) {
        int at = out.begin("mvex");
        if (fragmentDuration > 0) {
            int mehd = out.begin("mehd", 1, 0);
            out.u64(fragmentDuration);
            out.end(mehd);
        }
        tracks.values().forEach(trex -> trex.write(out));
        out.end(at);
    }

    private static long duration(BoxReader mehd) throws MediaFormatException {
        int version = mehd.u8();
        mehd.skip(3);
        long duration = version == 1 ? mehd.i64() : mehd.u32();
        // All ones is how muxers write a length they do not know.
        return duration < 0 || version == 0 && duration == 0xFFFF_FFFFL ? 0 : duration;
    }
}
