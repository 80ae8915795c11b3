package dev.anabranch.packager.live;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A program that records until it is killed: the same ten seconds again and again, ten times as
/// fast as they are. It prints a line for each part that has been handed to the recording.
final class KilledRecorder {

    private static final int ROUNDS = 1000;

    private KilledRecorder() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var live =
                new LivePresentation(
                        LivePolicy.DEFAULT,
                        new LiveListener() {
                            @Override
                            public void part(
                                    LiveRendition rendition, LiveSegment segment, LivePart part) {
                                if (rendition.isTransportStream()) {
                                    return;
                                }
                                out.println(rendition.name() + " " + part.sizeBytes());
                                LockSupport.parkNanos(5_000_000);
                            }
                        });
        Recording.start(Path.of(args[0]), live, RecordingListener.NONE);
        for (int i = 0; i < ROUNDS; i++) {
            LiveFilm.bunny(Duration.ofSeconds(10L * i)).to(live);
        }
    }
}
