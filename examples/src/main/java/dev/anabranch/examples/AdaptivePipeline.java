package dev.anabranch.examples;

import dev.anabranch.packager.DiskStore;
import dev.anabranch.packager.SegmentStore;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.vod.Transcode;
import dev.anabranch.vod.TranscodeJob;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// An upload becomes an adaptive ladder in a store, segment by segment, with progress.
public final class AdaptivePipeline {

    private AdaptivePipeline() {}

    public static void main(String[] arguments) throws Exception {
        try (var upload = Files.newInputStream(Path.of(arguments[0]))) {
            var job = start(upload, DiskStore.at(Path.of(arguments[1])));
            Runtime.getRuntime().addShutdownHook(new Thread(job::cancel));
            System.out.println(job.await().bytes() + " bytes");
        }
    }

    /// Any other [SegmentStore] does as well; nothing of the video is kept in memory.
    static TranscodeJob start(InputStream upload, SegmentStore store) throws Exception {
        return Transcode.from(upload)
                .ladder(Ladder.auto())
                .onProgress(progress ->
                        progress.share()
                                .ifPresent(share ->
                                        System.out.printf(
                                                "%3.0f %%, %d segments%n",
                                                share * 100, progress.segments())))
                .to(store)
                .start();
    }
}
