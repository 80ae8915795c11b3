package dev.anabranch.origin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Path;

/// The open things of one kind, by file: opened at the first request, opened anew when the file has
/// changed, and at most so many at once; the least recently used goes first and is closed when its
/// last reader is done.
final class Openings<T extends AutoCloseable> implements AutoCloseable {

    /// Opens a file; called once a file however many ask.
    @FunctionalInterface
    interface Opener<T> {
        T open(Path file) throws IOException, MediaFormatException;
    }

    /// Looks at a file that is replaced just while it is opened; one that never keeps still is
    /// taken as it was at the last.
    private static final int ATTEMPTS = 3;

    private final Opener<T> opener;
    private final Cache<Path, Held<T>> open;

    Openings(int maximum, Opener<T> opener) {
        this.opener = opener;
        this.open =
                Caffeine.newBuilder()
                        .maximumSize(maximum)
                        .executor(Runnable::run)
                        .<Path, Held<T>>removalListener((path, held, cause) -> {
                            if (held != null) {
                                held.release();
                            }
                        })
                        .build();
    }

    /// The current opening of `file`, held once for the caller.
    ///
    /// @throws IOException also when there is no such file
    Held<T> hold(Path file) throws IOException, MediaFormatException {
        while (true) {
            var held = current(file);
            if (held.retain()) {
                return held;
            }
        }
    }

    private Held<T> current(Path file) throws IOException, MediaFormatException {
        try {
            return open.asMap()
                    .compute(
                            file,
                            (path, old) ->
                                    old != null && old.isCurrent() ? old : openTunnelled(path));
        } catch (Tunnel tunnel) {
            switch (tunnel.getCause()) {
                case IOException e -> throw e;
                case MediaFormatException e -> throw e;
                case null, default -> throw tunnel;
            }
        }
    }

    private Held<T> openTunnelled(Path file) {
        try {
            var held = new Held<>(FileStamp.of(file), opener.open(file));
            for (int again = 1; again < ATTEMPTS && !held.isCurrent(); again++) {
                held.release();
                held = new Held<>(FileStamp.of(file), opener.open(file));
            }
            return held;
        } catch (IOException | MediaFormatException e) {
            throw new Tunnel(e);
        }
    }

    /// Drops the opening of a file that is no longer there.
    void forget(Path file) {
        open.invalidate(file);
    }

    /// Drops the openings of files that are gone or replaced, which would keep their disk space for
    /// as long as nobody asks for them again.
    void forgetStale() {
        open.asMap()
                .forEach((file, held) -> {
                    if (!held.isCurrent()) {
                        open.asMap().remove(file, held);
                    }
                });
    }

    long count() {
        open.cleanUp();
        return open.estimatedSize();
    }

    @Override
    public void close() {
        open.invalidateAll();
    }

    /// Carries a checked exception through the map.
    private static final class Tunnel extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Tunnel(Exception cause) {
            super(cause);
        }
    }
}
