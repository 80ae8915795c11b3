package dev.anabranch.packager.live;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// A program that records until it is killed: the same ten seconds again and again, as fast as it
/// can. It prints a line for each part when the recording has dealt with it.
final class KilledRecorder {

    private static final int ROUNDS = 1000;

    private KilledRecorder() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {});
        var recording = Recording.start(Path.of(args[0]), live, RecordingListener.NONE);
        // Told after the recording.
        live.addListener(
                new LiveListener() {
                    @Override
                    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
                        if (rendition.isTransportStream()) {
                            return;
                        }
                        while (!recording.isIdle()) {
                            Thread.onSpinWait();
                        }
                        out.println(rendition.name() + " " + part.sizeBytes());
                    }
                });
        for (int i = 0; i < ROUNDS; i++) {
            LiveFilm.bunny(Duration.ofSeconds(10L * i)).to(live);
        }
    }
}
