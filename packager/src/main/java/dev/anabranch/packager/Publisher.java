package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/// Writes whole presentations to where they are kept: media on all cores, then the playlists and
/// manifests in the order of [Presentation#paths].
///
/// Memory does not grow with the presentation: each thread holds one resource's headers and one
/// buffer.
public final class Publisher {

    /// Told after every resource, by one thread at a time.
    @FunctionalInterface
    public interface Progress {
        void published(int resources, int ofResources, long bytes);
    }

    private final int threads;
    private final Progress progress;
    private volatile boolean
            isCancelled; // set by any thread, read by the writing ones between two resources

    public Publisher(int threads, Progress progress) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads);
        }
        this.threads = threads;
        this.progress = progress;
    }

    /// A publisher that uses every core and tells nobody.
    public static Publisher onAllCores() {
        return new Publisher(
                Runtime.getRuntime().availableProcessors(), (resources, of, bytes) -> {});
    }

    /// Makes running and later calls stop with [java.util.concurrent.CancellationException].
    public void cancel() {
        isCancelled = true;
    }

    /// Puts everything into `store` and returns when it is there.
    ///
    /// @return how many bytes
    /// @throws IOException also when a source was written over meanwhile; manifests are not put
    ///   then
    /// @throws java.util.concurrent.CancellationException after [#cancel]
    public long publish(Presentation presentation, SegmentStore store)
            throws IOException, MediaFormatException {
        return publish(presentation, store, List.of());
    }

    /// @param there media that is in the store already
    long publish(Presentation presentation, SegmentStore store, List<String> there)
            throws IOException, MediaFormatException {
        var paths = presentation.paths();
        var run = new PublishRun(presentation, store, progress, () -> isCancelled);
        var known = new HashSet<>(there);
        for (var path : there) {
            run.published(presentation.resource(path).orElseThrow().sizeBytes());
        }
        run.all(
                paths.stream().filter(path -> !isManifest(path) && !known.contains(path)).toList(),
                threads);
        presentation.requireUnchanged();
        run.all(paths.stream().filter(Publisher::isManifest).toList(), 1);
        return run.bytes();
    }

    /// Writes everything into a folder that appears whole or not at all: it is written under
    /// another name and renamed at the end, into a folder that is there and empty the media first
    /// and the manifests last. A failure leaves nothing behind; what a killed run left goes with
    /// the next one to the same target.
    ///
    /// @param replace whether a folder with something in it may be replaced
    /// @return how many bytes
    /// @throws DirectoryNotEmptyException when `target` has something in it, or gets it meanwhile,
    ///   and `replace` is false
    public long publish(Presentation presentation, Path target, boolean replace)
            throws IOException, MediaFormatException {
        try (var output = OutputFolder.claim(target, replace)) {
            long bytes = publish(presentation, DiskStore.at(output.path()));
            output.commit();
            return bytes;
        }
    }

    private static boolean isManifest(String path) {
        return MediaType.of(path).filter(MediaType::isManifest).isPresent();
    }
}
