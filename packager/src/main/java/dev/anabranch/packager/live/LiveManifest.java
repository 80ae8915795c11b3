package dev.anabranch.packager.live;

import java.util.List;

record LiveManifest(
        LivePolicy policy, List<LiveRendition> renditions, List<Span> spans, boolean hasEnded) {

    byte[] toBytes() {
        return new byte[0];
    }
}
