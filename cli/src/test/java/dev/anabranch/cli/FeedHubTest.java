package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.protocol.rtmp.MediaFeed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What readers of a hub get, whenever they come.
class FeedHubTest {

    private static final Track VIDEO = track(1, TrackKind.VIDEO);
    private static final Track AUDIO = track(2, TrackKind.AUDIO);

    private final FeedHub hub = new FeedHub();

    @Test
    void whoComesInTheMiddleGetsTheCurrentGroupOfPictures() {
        hub.track(VIDEO);
        hub.track(AUDIO);
        picture(0, true);
        picture(1, false);
        picture(2, true);
        sound(2);
        picture(3, false);

        assertThat(read(hub.open(() -> {})))
                .containsExactly("track 1", "track 2", "1@2", "2@2", "1@3");
    }

    @Test
    void soundBeforeTheFirstPictureIsKept() {
        hub.track(VIDEO);
        hub.track(AUDIO);
        sound(0);
        picture(1, true);

        assertThat(read(hub.open(() -> {}))).containsExactly("track 1", "track 2", "2@0", "1@1");
    }

    @Test
    void aGroupThatIsTooLongIsNotKeptAndItsReaderWaitsForTheNextKeyframe() {
        hub.track(VIDEO);
        picture(0, true);
        for (int i = 1; i <= FeedHub.MAX_GROUP_EVENTS; i++) {
            picture(i, false);
        }
        var feed = hub.open(() -> {});
        picture(5000, false);
        picture(5001, true);

        assertThat(read(feed)).containsExactly("track 1", "track 1", "1@5001");
    }

    @Test
    void aSlowReaderGetsAGapTheTracksAndAKeyframe() {
        var feed = hub.open(() -> {});
        hub.track(VIDEO);
        picture(0, true);
        for (int i = 1; i < 4000; i++) {
            picture(i, false);
        }
        var before = read(feed);
        picture(5000, false);
        picture(5001, true);

        assertThat(before.getLast()).isEqualTo("gap");
        assertThat(before).startsWith("track 1", "1@0", "1@1").hasSizeBetween(1000, 3000);
        assertThat(read(feed)).containsExactly("track 1", "1@5001");
    }

    @Test
    void whoComesAfterTheEndGetsTheLastGroupAndTheEnd() {
        hub.track(VIDEO);
        picture(0, true);
        hub.end();

        assertThat(read(hub.open(() -> {}))).containsExactly("track 1", "1@0", "end");
    }

    private void picture(long time, boolean isKeyframe) {
        hub.frame(frame(VIDEO, time, isKeyframe));
    }

    private void sound(long time) {
        hub.frame(frame(AUDIO, time, true));
    }

    private static Frame frame(Track track, long time, boolean isKeyframe) {
        return new Frame(track.id(), time, time, 1, isKeyframe, false, Lease.of(new byte[] {1}));
    }

    private static Track track(int id, TrackKind kind) {
        return new Track(
                id,
                new Timescale(1000),
                new OpaqueConfiguration(kind, "test", "a test"),
                "und",
                "");
    }

    private static List<String> read(MediaFeed feed) {
        var events = new ArrayList<String>();
        for (var event = feed.next(); event != null; event = feed.next()) {
            events.add(
                    switch (event) {
                        case MediaFeed.Described(var track) -> "track " + track.id();
                        case MediaFeed.Sample(var frame) -> {
                            try (frame) {
                                yield frame.trackId() + "@" + frame.dtsTicks();
                            }
                        }
                        case MediaFeed.Gap() -> "gap";
                        case MediaFeed.End _ -> "end";
                    });
        }
        return events;
    }
}
