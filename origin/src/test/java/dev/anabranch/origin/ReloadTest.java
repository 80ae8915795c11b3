package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.live.Delta;
import dev.anabranch.packager.live.LiveEdge;
import org.junit.jupiter.api.Test;

/// Rows O13 and O14: which playlist answers which directives, and which are refused.
class ReloadTest {

    private static final double PART_SECONDS = 0.2;

    /// Segment 7 grows and has 3 parts; 6 is the last that is listed.
    private static final LiveEdge GROWING = new LiveEdge(1, 7, 3, false, false);

    /// Segment 7 is complete with 10 parts, 8 has not begun.
    private static final LiveEdge COMPLETE = new LiveEdge(1, 7, 10, true, false);

    private static final LiveEdge ENDED = new LiveEdge(1, 7, 10, true, true);

    @Test
    void directivesAreReadInAnyOrderAmongOthers() {
        assertThat(Reload.parse("token=a&_HLS_part=3&_HLS_msn=12&_HLS_skip=v2"))
                .isEqualTo(new Reload(12, 3, Delta.SKIP_V2));
        assertThat(Reload.parse("_HLS_msn=0")).isEqualTo(new Reload(0, Reload.NONE, Delta.FULL));
        assertThat(Reload.parse("_HLS_skip=YES"))
                .isEqualTo(new Reload(Reload.NONE, Reload.NONE, Delta.SKIP));
        assertThat(Reload.parse(null)).isEqualTo(Reload.PLAIN);
        assertThat(Reload.parse("a=b&&c")).isEqualTo(Reload.PLAIN);
    }

    @Test
    void whatWeDoNotKnowIsIgnored() {
        assertThat(Reload.parse("_HLS_skip=NO&_HLS_push=1&_HLS_msn=4"))
                .isEqualTo(new Reload(4, Reload.NONE, Delta.FULL));
    }

    /// O14.
    @Test
    void aPartWithoutASegmentAndWhatIsNoNumberAreRefused() {
        for (var query :
                new String[] {
                    "_HLS_part=1",
                    "_HLS_msn=",
                    "_HLS_msn=-1",
                    "_HLS_msn=1.5",
                    "_HLS_msn=1e3",
                    "_HLS_msn=%31",
                    "_HLS_msn=9999999999999999",
                    "_HLS_msn=5&_HLS_part=x",
                    "_HLS_msn=5&_HLS_part=-1",
                    "_HLS_msn=5&_HLS_part=4294967296"
                }) {
            assertThat(Reload.parse(query)).as(query).isNull();
        }
    }

    /// O13.
    @Test
    void aSegmentIsWaitedForUntilItIsComplete() {
        assertThat(reload("_HLS_msn=6").isMet(GROWING)).isTrue();
        assertThat(reload("_HLS_msn=7").isMet(GROWING)).isFalse();
        assertThat(reload("_HLS_msn=7").isMet(COMPLETE)).isTrue();
        assertThat(reload("_HLS_msn=8").isMet(COMPLETE)).isFalse();
    }

    /// O13.
    @Test
    void aSegmentThatIsGoneIsNotWaitedFor() {
        assertThat(reload("_HLS_msn=0").isMet(GROWING)).isTrue();
        assertThat(reload("_HLS_msn=0&_HLS_part=4").isMet(GROWING)).isTrue();
    }

    /// O13.
    @Test
    void aPartPastTheEndOfASegmentIsTheFirstOfTheNext() {
        var past = reload("_HLS_msn=7&_HLS_part=10");
        assertThat(past.isMet(COMPLETE)).isFalse();
        assertThat(past.isMet(new LiveEdge(1, 8, 1, false, false))).isTrue();
        assertThat(reload("_HLS_msn=7&_HLS_part=2").isMet(GROWING)).isTrue();
        assertThat(reload("_HLS_msn=7&_HLS_part=3").isMet(GROWING)).isFalse();
    }

    /// O13.
    @Test
    void afterTheEndDirectivesAreIgnored() {
        var far = reload("_HLS_msn=4000&_HLS_part=7");
        assertThat(far.isMet(ENDED)).isTrue();
        assertThat(far.isTooFar(ENDED, PART_SECONDS)).isFalse();
    }

    /// O14.
    @Test
    void twoSegmentsAheadOfTheLastListedAreTheLimit() {
        assertThat(isTooFar("_HLS_msn=8", GROWING)).isFalse();
        assertThat(isTooFar("_HLS_msn=9", GROWING)).isTrue();
        assertThat(isTooFar("_HLS_msn=9", COMPLETE)).isFalse();
        assertThat(isTooFar("_HLS_msn=10", COMPLETE)).isTrue();
    }

    /// O14.
    @Test
    void partsOfTheNextThreeSecondsAreTheLimit() {
        assertThat(isTooFar("_HLS_msn=7&_HLS_part=17", GROWING)).isFalse();
        assertThat(isTooFar("_HLS_msn=7&_HLS_part=18", GROWING)).isTrue();
        assertThat(isTooFar("_HLS_msn=8&_HLS_part=15", COMPLETE)).isTrue();
        assertThat(reload("_HLS_msn=7&_HLS_part=5").isTooFar(GROWING, 1.5)).isFalse();
        assertThat(reload("_HLS_msn=7&_HLS_part=6").isTooFar(GROWING, 1.5)).isTrue();
    }

    private static boolean isTooFar(String query, LiveEdge edge) {
        return reload(query).isTooFar(edge, PART_SECONDS);
    }

    private static Reload reload(String query) {
        var reload = Reload.parse(query);
        assertThat(reload).as(query).isNotNull();
        return reload;
    }
}
