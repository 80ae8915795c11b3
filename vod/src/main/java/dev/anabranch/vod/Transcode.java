package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.GrowingPublication;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.SegmentStore;
import dev.anabranch.transcode.ProgramException;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// stand-in until the planner is there
public final class Transcode {

    private Transcode() {}

    /// Where a presentation goes.
    interface Target {
        GrowingPublication publication() throws IOException;

        Path workParent();

        static Target folder(Path folder, boolean replace) {
            return new Target() {
                @Override
                public GrowingPublication publication() throws IOException {
                    return GrowingPublication.into(folder, replace);
                }

                @Override
                public Path workParent() {
                    return Optional.ofNullable(folder.toAbsolutePath().getParent()).orElse(folder);
                }
            };
        }

        static Target store(SegmentStore store, Path workParent) {
            return new Target() {
                @Override
                public GrowingPublication publication() {
                    return GrowingPublication.into(store);
                }

                @Override
                public Path workParent() {
                    return workParent;
                }
            };
        }
    }

    static TranscodeJob start(
            TranscodePlan plan,
            TranscodeBackend backend,
            Target target,
            Consumer<Progress> onProgress) {
        var job =
                new TranscodeJob(
                        plan,
                        target,
                        Packaging.DEFAULT,
                        onProgress,
                        work -> backend.start(plan, work));
        job.start();
        return job;
    }
}
