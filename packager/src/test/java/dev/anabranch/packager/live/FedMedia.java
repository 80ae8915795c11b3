package dev.anabranch.packager.live;

import dev.anabranch.media.mp4.MovieExtends;
import dev.anabranch.media.mp4.SegmentReader;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Rendition;
import dev.anabranch.packager.VodPresentation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Parts of a small film, as a live presentation would tell a recording of them: a chunk of CMAF is
/// a part, of sound a segment is.
///
/// @param firstMsn of the film's first segment
/// @param discontinuity how many came before it
/// @param init the number of its initialization sections
/// @param startSeconds where its times begin
record FedMedia(Path film, long firstMsn, int discontinuity, int init, long startSeconds) {

    static final Instant BEGINNING = Instant.parse("2026-11-26T10:00:00Z");
    private static final Path SAMPLES = Path.of("src/test/resources/dev/anabranch/packager");

    /// Ten seconds of 426x240 with sound, five segments of 2 s.
    static FedMedia bunny() {
        return new FedMedia(sample("bbb_240p_10s.mp4"), 1, 0, 1, 5);
    }

    static Path sample(String name) {
        return SAMPLES.resolve(name);
    }

    /// The parts of segments of 2 s, renditions by turns.
    List<RecordedPart> parts() throws Exception {
        var parts = new ArrayList<RecordedPart>();
        try (var presentation = Packager.of(film).segment(Duration.ofSeconds(2)).open()) {
            int most =
                    presentation.renditions().stream()
                            .mapToInt(one -> one.times().count())
                            .max()
                            .orElseThrow();
            for (int n = 0; n < most; n++) {
                for (var rendition : presentation.renditions()) {
                    if (n < rendition.times().count()) {
                        parts.addAll(parts(presentation, rendition, n));
                    }
                }
            }
        }
        return parts;
    }

    private List<RecordedPart> parts(VodPresentation presentation, Rendition rendition, int n)
            throws Exception {
        var init = bytes(rendition.spans().getFirst().init().orElseThrow());
        var clock = rendition.times().clock();
        long shift = startSeconds * clock.ticksPerSecond();
        var segment = bytes(presentation.segment(rendition, n));
        shift(segment, shift);
        long wall =
                BEGINNING.plusSeconds(startSeconds).toEpochMilli() * 1000
                        + clock.duration(rendition.times().startTicks(n)).toNanos() / 1000;
        var parts = new ArrayList<RecordedPart>();
        var defaults = MovieExtends.ofInit(ByteBuffer.wrap(init)).tracks();
        for (var chunk : SegmentReader.read(ByteBuffer.wrap(segment), defaults)) {
            var samples = chunk.tracks().getFirst();
            parts.add(
                    new RecordedPart(
                            rendition.kind().name().toLowerCase(java.util.Locale.ROOT) + "-1",
                            rendition.kind(),
                            clock.ticksPerSecond(),
                            firstMsn + n,
                            discontinuity,
                            wall,
                            this.init,
                            init,
                            samples.baseDecodeTicks(),
                            samples.durationTicks(),
                            ByteBuffer.wrap(segment)
                                    .slice((int) chunk.position(), (int) chunk.sizeBytes()),
                            () -> {}));
        }
        return parts;
    }

    /// Moves all decode times.
    private static void shift(byte[] segment, long ticks) {
        var file = ByteBuffer.wrap(segment);
        int type = ByteBuffer.wrap("tfdt".getBytes(StandardCharsets.US_ASCII)).getInt();
        for (int at = 0; at + 16 <= segment.length; at++) {
            if (file.getInt(at) == type && file.getInt(at - 4) == 20 && segment[at + 4] == 1) {
                file.putLong(at + 8, file.getLong(at + 8) + ticks);
            }
        }
    }

    private static byte[] bytes(Content content) throws IOException {
        var out = new ByteArrayOutputStream();
        content.writeTo(slice -> {
            var bytes = new byte[slice.remaining()];
            slice.get(bytes);
            out.writeBytes(bytes);
        });
        return out.toByteArray();
    }
}
