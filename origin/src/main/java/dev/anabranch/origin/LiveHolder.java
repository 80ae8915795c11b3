package dev.anabranch.origin;

import dev.anabranch.packager.live.LiveSegment;

/// Keeps the bytes of a live segment while they are sent.
record LiveHolder(LiveSegment segment, Counters counters) implements Holder {

    @Override
    public boolean retain() {
        var held = segment.retain();
        if (held) {
            counters.lent(1);
        }
        return held;
    }

    @Override
    public void release() {
        counters.lent(-1);
        segment.release();
    }

    @Override
    public boolean isCurrent() {
        return true;
    }
}
