package dev.anabranch.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Collects a body and remembers when it came. Called by one thread at a time, as [Flow] asks.
final class TimedBody implements BodySubscriber<TimedBody.Arrived> {

    private final int maxBytes;
    private final PlaybackClock clock;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Arrived> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long firstByteNanos;
    private boolean hasBegun;

    /// A whole body.
    @SuppressWarnings("ArrayRecordComponent")
    record Arrived(byte[] bytes, long firstByteNanos, long lastByteNanos) {}

    /// The body has more bytes than are taken.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int maxBytes) {
            super("more than " + maxBytes + " bytes");
        }
    }

    TimedBody(int maxBytes, PlaybackClock clock) {
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Arrived> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        if (!hasBegun) {
            hasBegun = true;
            firstByteNanos = clock.nanos();
        }
        for (var piece : pieces) {
            if (bytes.size() + (long) piece.remaining() > maxBytes) {
                if (subscription != null) {
                    subscription.cancel();
                }
                whole.completeExceptionally(new TooLarge(maxBytes));
                return;
            }
            var copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        long now = clock.nanos();
        whole.complete(new Arrived(bytes.toByteArray(), hasBegun ? firstByteNanos : now, now));
    }
}
