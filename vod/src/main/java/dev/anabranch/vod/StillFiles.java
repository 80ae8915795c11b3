package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.transcode.StillOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The pictures of one track of single pictures, a file each. One thread adds; when it has ended,
/// others read.
final class StillFiles {

    /// What a source that is longer than anybody knew may come to: two days at ten seconds.
    static final int MAX_PICTURES = 20_000;

    private static final Timescale MILLIS = new Timescale(1000);

    private final StillOutput output;
    private final Path folder;
    private final Timescale clock;
    private final List<Still> stills = new ArrayList<>(); // guarded by this

    /// One of them.
    ///
    /// @param time that was asked for, from the start of what is taken of the source
    record Still(Duration time, Path path, long sizeBytes) {}

    private StillFiles(StillOutput output, Path folder, Timescale clock) {
        this.output = output;
        this.folder = folder;
        this.clock = clock;
    }

    static StillFiles of(StillOutput output, Path folder, IndexedTrack track) {
        return new StillFiles(output, folder, track.track().timescale());
    }

    /// Writes and closes `frame`.
    synchronized void add(Frame frame) throws IOException, MediaFormatException {
        try (frame) {
            if (stills.size() >= MAX_PICTURES) {
                throw MediaFormatException.limit(
                        "", "single pictures", stills.size() + 1L, MAX_PICTURES);
            }
            var path = folder.resolve(output.trackId() + "-" + stills.size() + ".jpg");
            var bytes = frame.payload().bytes().asByteBuffer();
            long size = bytes.remaining();
            try (var file =
                    FileChannel.open(
                            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Placed.write(path, file, bytes);
            }
            stills.add(new Still(time(frame), path, size));
        }
    }

    /// To the millisecond, which is what was asked for.
    private Duration time(Frame frame) {
        return Duration.ofMillis(
                Math.max(0, new Timestamp(frame.ptsTicks(), clock).on(MILLIS).ticks()));
    }

    synchronized List<Still> stills() {
        return List.copyOf(stills);
    }
}
