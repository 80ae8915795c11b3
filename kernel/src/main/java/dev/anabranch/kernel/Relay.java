package dev.anabranch.kernel;

import org.jspecify.annotations.Nullable;

/// Carries what one stream's publisher sends into another stream, without a copy: the frames stay
/// in the memory of the first.
///
/// Runs on the publisher's thread, as a reader of the first stream; the monitor is for who stops
/// it.
final class Relay implements StandIn {

    private final LiveStream from;
    private final Publication publication;
    private @Nullable Subscription subscription;
    private boolean isStopped;

    Relay(LiveStream from, Publication publication) {
        this.from = from;
        this.publication = publication;
    }

    @Override
    public String label() {
        return from.name().toString();
    }

    @Override
    public Publication publication() {
        return publication;
    }

    /// With the next keyframe: a group of pictures that is half over would put the stream ahead of
    /// the clock.
    @Override
    public synchronized void start() {
        if (!isStopped) {
            subscription = from.subscribeAtEdge(this::pump);
            pump();
        }
    }

    private synchronized void pump() {
        var reader = subscription;
        while (reader != null && !isStopped && reader.next()) {
            switch (reader.kind()) {
                case TRACK -> publication.describe(reader.track());
                case FRAME -> forward(reader);
                case DISCONTINUITY -> publication.interrupt();
                case END -> stop();
            }
        }
    }

    private void forward(Subscription reader) {
        var sample =
                new Sample(
                        reader.trackId(),
                        reader.dtsTicks(),
                        reader.ptsTicks(),
                        reader.durationTicks(),
                        reader.isKeyframe());
        publication.commit(sample, reader.block(), reader.offset(), reader.sizeBytes());
    }

    @Override
    public synchronized void stop() {
        isStopped = true;
        publication.finish();
        if (subscription != null) {
            subscription.close();
        }
    }
}
