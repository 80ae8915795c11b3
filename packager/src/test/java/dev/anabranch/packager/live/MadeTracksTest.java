package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Renditions that are made of the source while it comes in, and so come later than it.
class MadeTracksTest {

    private static final int SOURCE = 1;
    private static final int SOUND = 2;
    private static final int RUNG = 1001;
    private static final int MADE_SOUND = 2001;
    private static final int GROUP = 60;
    private static final long TICKS = 3000;

    private final Kept kept = new Kept();
    private LivePresentation live;
    private CodecConfiguration picture;

    @BeforeEach
    void open() throws Exception {
        live = new LivePresentation(LivePolicy.DEFAULT, kept);
        picture = Feed.avc();
        live.track(video(SOURCE));
    }

    @AfterEach
    void close() {
        live.close();
    }

    private Track video(int id) {
        return new Track(id, Timescale.MPEG, picture, "und", "");
    }

    private void picture(int id, int i) {
        long ticks = i * TICKS;
        frame(new Frame(id, ticks, ticks, 0, i % GROUP == 0, false, Lease.of(new byte[50])));
    }

    private void frame(Frame frame) {
        live.frame(frame, Feed.START.plusNanos(frame.dtsTicks() * 100_000 / 9));
    }

    private String multivariant() {
        return live.multivariant()
                .map(text -> new String(text.bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    /// The source, and the rung so many pictures behind it.
    private void send(int from, int to, int behind) {
        for (int i = from; i < to; i++) {
            picture(SOURCE, i);
            if (i >= behind) {
                picture(RUNG, i - behind);
            }
        }
    }

    @Test
    void whatIsExpectedIsWaitedForAndBeginsWithTheSource() {
        live.expect(Set.of(RUNG));
        send(0, 100, 1000);
        assertThat(kept.segments).isEmpty();
        live.track(video(RUNG));
        for (int i = 0; i < 60; i++) {
            picture(RUNG, i);
        }

        for (int i = 100; i < 400; i++) {
            picture(SOURCE, i);
            picture(RUNG, i - 40);
            if (live.multivariant().isPresent()) {
                assertThat(multivariant()).contains("video-1/", "video-2/");
            }
        }

        assertThat(multivariant()).contains("video-1/", "video-2/");
        assertThat(kept.of("video-2").getFirst().msn())
                .isEqualTo(kept.of("video-1").getFirst().msn());
        assertThat(kept.of("video-2"))
                .noneMatch(segment -> segment.discontinuityNumber() > 0)
                .allMatch(LiveSegment::isIndependent);
    }

    @Test
    void whatNeverComesIsNotWaitedForForEver() {
        live.expect(Set.of(RUNG));

        for (int i = 0; i < 7 * 30; i++) {
            picture(SOURCE, i);
        }

        assertThat(kept.of("video-1")).isNotEmpty();
    }

    /// Players take the first one that suits them, and a manifest's sets keep their names.
    @Test
    void renditionsAreInTheOrderOfTheirTracksWhicheverBeginsFirst() {
        live.track(video(RUNG));
        live.track(video(RUNG + 1));
        for (int i = 0; i < 600; i++) {
            picture(SOURCE, i);
            picture(RUNG + 1, i);
            if (i >= 200) {
                picture(RUNG, i);
            }
            if (i == 190) {
                assertThat(multivariant())
                        .contains("video-1/", "video-3/")
                        .doesNotContain("video-2/");
            }
        }

        assertThat(live.renditions())
                .extracting(LiveRendition::name)
                .containsExactly("video-1", "video-2", "video-3", "ts-1");
    }

    @Test
    void whatIsNoLongerExpectedIsNotWaitedFor() {
        live.expect(Set.of(RUNG));
        live.expect(Set.of());

        for (int i = 0; i < 3 * 30; i++) {
            picture(SOURCE, i);
        }

        assertThat(kept.of("video-1")).isNotEmpty();
    }

    @Test
    void aRetiredTrackIsOfferedToNobodyAndItsPlaylistGoesOnWithGaps() {
        live.track(video(RUNG));
        send(0, 300, 10);
        assertThat(multivariant()).contains("video-2/");

        live.retire(RUNG);

        assertThat(multivariant()).contains("video-1/").doesNotContain("video-2/");
        for (int i = 300; i < 600; i++) {
            picture(SOURCE, i);
        }
        assertThat(multivariant()).doesNotContain("video-2/");
        assertThat(live.rendition("video-2").orElseThrow().listed().getLast().isGap()).isTrue();
    }

    /// Pictures that refer to one that was left out would be shown broken.
    @Test
    void whoWasTooLateGoesOnWithAKeyframe() {
        live.track(video(RUNG));
        send(0, 200, 10);
        // Nothing for three seconds, then all of it: what is older than two has become a gap.
        for (int i = 200; i < 290; i++) {
            picture(SOURCE, i);
        }
        for (int i = 190; i < 290; i++) {
            picture(RUNG, i);
        }
        send(290, 600, 0);

        var parts = kept.parts.stream().filter(part -> part.rendition.equals("video-2")).toList();
        int lastGap = 0;
        for (int i = 0; i < parts.size(); i++) {
            lastGap = parts.get(i).part.isGap() ? i : lastGap;
        }
        assertThat(lastGap).isPositive();
        assertThat(parts.get(lastGap + 1).part.isIndependent()).isTrue();
        assertThat(live.rendition("video-2").orElseThrow().listed().getLast().isGap()).isFalse();
    }

    @Test
    void soundInTwoCodecsIsTwoGroupsAndTheTransportStreamHasWhatItCan() throws Exception {
        var clock = new Timescale(48_000);
        live.track(new Track(SOUND, clock, OpusConfiguration.of(2, 312), "und", ""));
        live.track(new Track(MADE_SOUND, clock, Feed.aac(), "und", ""));
        for (int i = 0; i < 400; i++) {
            picture(SOURCE, i);
            for (long dts = i * 1600L / 960 * 960; dts < (i + 1) * 1600L - 959; dts += 960) {
                frame(sound(SOUND, dts, 960));
            }
            for (long dts = i * 1600L / 1024 * 1024; dts < (i + 1) * 1600L - 1023; dts += 1024) {
                frame(sound(MADE_SOUND, dts, 1024));
            }
        }

        assertThat(multivariant())
                .contains("GROUP-ID=\"audio\"", "GROUP-ID=\"audio-mp4a\"")
                .containsPattern("CODECS=\"avc1\\.[0-9a-f]+,[Oo]pus\".*AUDIO=\"audio\"")
                .containsPattern("CODECS=\"avc1\\.[0-9a-f]+,mp4a\\.40\\.2\".*AUDIO=\"audio-mp4a\"");
        assertThat(
                        new String(
                                live.multivariantTransport().orElseThrow().bytes(),
                                StandardCharsets.UTF_8))
                .contains("mp4a.40.2")
                .doesNotContainIgnoringCase("opus");
    }

    private static Frame sound(int id, long dts, long lasts) {
        return new Frame(id, dts, dts, lasts, true, false, Lease.of(new byte[20]));
    }

    /// What was told.
    private static final class Kept implements LiveListener {

        final List<LiveSegment> segments = new ArrayList<>();
        final List<Told> parts = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        record Told(String rendition, LivePart part) {}

        List<LiveSegment> of(String rendition) {
            var own = new ArrayList<LiveSegment>();
            for (int i = 0; i < segments.size(); i++) {
                if (names.get(i).equals(rendition)) {
                    own.add(segments.get(i));
                }
            }
            return own;
        }

        @Override
        public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
            parts.add(new Told(rendition.name(), part));
        }

        @Override
        public void segment(LiveRendition rendition, LiveSegment segment) {
            names.add(rendition.name());
            segments.add(segment);
        }
    }
}
