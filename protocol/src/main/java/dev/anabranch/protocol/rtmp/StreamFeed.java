package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.Subscription;
import org.jspecify.annotations.Nullable;

/// A live stream of the kernel as a feed.
public final class StreamFeed implements MediaFeed {

    private final Subscription subscription;

    private StreamFeed(Subscription subscription) {
        this.subscription = subscription;
    }

    /// Feeds that begin with the stream's current group of pictures, and rest when it is over.
    public static MediaFeed.Source of(LiveStream stream) {
        return wake -> new StreamFeed(stream.subscribe(wake));
    }

    @Override
    public @Nullable Event next() {
        if (!subscription.next()) {
            return null;
        }
        return switch (subscription.kind()) {
            case TRACK -> new Described(subscription.track());
            case FRAME -> new Sample(subscription.frame());
            case DISCONTINUITY -> new Gap();
            case END -> new End(false);
        };
    }

    @Override
    public void close() {
        subscription.close();
    }
}
