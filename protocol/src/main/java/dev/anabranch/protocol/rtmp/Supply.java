package dev.anabranch.protocol.rtmp;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// What a [Publisher] sends: says when there is something, and then sends it. Belongs to the
/// publisher's event loop.
final class Supply implements Reconnector.Uses {

    private final MediaFeed.Source source;
    private final SentCounters counters;

    /// Open only while there is nothing to send.
    private @Nullable MediaFeed probe;

    Supply(MediaFeed.Source source, SentCounters counters) {
        this.source = source;
        this.counters = counters;
    }

    @Override
    public ClientSession.Use use(Reconnector owner) {
        return new Feeder(owner, source, counters);
    }

    @Override
    public void whenReady(EventLoop loop, Runnable go) {
        cancel();
        probe = source.open(() -> loop.execute(() -> look(loop, go)));
        look(loop, go);
    }

    @Override
    public void cancel() {
        var open = probe;
        if (open != null) {
            probe = null;
            open.close();
        }
    }

    /// What the feed begins with is only noted: the one that sends begins there again.
    private void look(EventLoop loop, Runnable go) {
        var open = probe;
        if (open == null) {
            return;
        }
        switch (open.next()) {
            case null -> {}
            case MediaFeed.Sample(var frame) -> {
                frame.close();
                begin(go);
            }
            case MediaFeed.Described _ -> begin(go);
            case MediaFeed.Gap _ -> look(loop, go);
            case MediaFeed.End(boolean isFinal) -> {
                if (isFinal) {
                    begin(go);
                } else {
                    whenReady(loop, go);
                }
            }
        }
    }

    private void begin(Runnable go) {
        cancel();
        go.run();
    }
}
