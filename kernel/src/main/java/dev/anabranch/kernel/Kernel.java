package dev.anabranch.kernel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// All live streams of a process. Thread-safe.
public final class Kernel implements AutoCloseable {

    public Kernel(KernelConfig config, Gate gate, KernelObserver observer, Clocks clocks) {}

    /// Starts the thread that closes reconnect windows, plays slates and forgets idle streams.
    /// Without it nothing happens by itself, and tests call [#tick].
    public void start() {
        throw new UnsupportedOperationException();
    }

    /// Does what is due.
    public void tick() {
        throw new UnsupportedOperationException();
    }

    /// Asks the gate, then gives the stream to the publisher.
    public CompletionStage<Admission<Publication>> publish(PublishRequest request) {
        throw new UnsupportedOperationException();
    }

    /// Asks the gate, then finds the stream.
    public CompletionStage<Admission<LiveStream>> play(PlayRequest request) {
        throw new UnsupportedOperationException();
    }

    /// Makes a stream that stays, or gives an existing one other settings: its publisher and
    /// readers do not notice.
    public LiveStream declare(StreamName name, StreamSettings settings) {
        throw new UnsupportedOperationException();
    }

    /// Ends a stream and forgets it.
    ///
    /// @return whether there was one
    public boolean remove(StreamName name) {
        throw new UnsupportedOperationException();
    }

    public Optional<LiveStream> find(StreamName name) {
        throw new UnsupportedOperationException();
    }

    /// In the order of their names.
    public List<LiveStream> streams() {
        throw new UnsupportedOperationException();
    }

    /// What all logs take their memory from.
    public BlockMemory memory() {
        throw new UnsupportedOperationException();
    }

    /// Ends all streams.
    @Override
    public void close() {}
}
