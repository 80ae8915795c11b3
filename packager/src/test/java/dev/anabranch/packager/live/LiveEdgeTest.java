package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Row O13, as far as it can be told from how far a rendition is.
class LiveEdgeTest {

    @Test
    void aPartPastTheEndOfASegmentIsTheFirstOfTheNext() {
        var complete = new LiveEdge(3, 9, 10, true, false);
        assertThat(complete.hasPart(9, 9)).isTrue();
        assertThat(complete.hasPart(9, 10)).isFalse();
        var next = new LiveEdge(3, 10, 1, false, false);
        assertThat(next.hasPart(9, 10)).isTrue();
        assertThat(next.hasPart(10, 0)).isTrue();
        assertThat(next.hasPart(10, 1)).isFalse();
    }

    @Test
    void aSegmentIsThereWhenItIsCompleteOrGone() {
        assertThat(new LiveEdge(3, 9, 10, true, false).hasSegment(9)).isTrue();
        assertThat(new LiveEdge(3, 9, 10, false, false).hasSegment(9)).isFalse();
        assertThat(new LiveEdge(3, 9, 10, false, false).hasSegment(1)).isTrue();
        assertThat(new LiveEdge(3, 9, 10, true, true).hasSegment(99)).isTrue();
    }

    @Test
    void withoutPartsASegmentIsWaitedFor() {
        assertThat(new LiveEdge(3, 9, 0, true, false).hasPart(9, 2)).isTrue();
        assertThat(new LiveEdge(3, 9, 0, true, false).hasPart(10, 0)).isFalse();
    }
}
