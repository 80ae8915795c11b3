package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.client.PlaybackClock;
import dev.anabranch.media.Frame;
import dev.anabranch.packager.SourceFile;
import dev.anabranch.protocol.rtmp.MediaFeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A film of six seconds that is sent over and over. Its pictures are reordered, so that the first
/// is decoded before time 0.
class MovieSenderTest {

    private static final Path FILM = Path.of("src/test/resources/media/hevc-aac.mp4");
    private static final long FILM_NANOS = 6_000_000_000L;
    private static final int VIDEO = 1;

    /// A 25th of a second, and 1024 samples of 48 kHz.
    private static final long FRAME_TICKS = 512;

    private static final long SOUND_FRAME_TICKS = 274;

    /// Ends after two turns.
    private static final class Hurried implements PlaybackClock {

        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void awaitNanos(long deadlineNanos) throws InterruptedException {
            if (deadlineNanos >= 2 * FILM_NANOS) {
                throw new InterruptedException("two turns");
            }
            now = Math.max(now, deadlineNanos);
        }
    }

    @Test
    void timesRunOnWhereTheFilmBeginsAnew() throws Exception {
        var hub = new FeedHub();
        hub.readersAreThere();
        var pictures = new ArrayList<Frame>();
        try (var feed = hub.open(() -> {});
                var film = SourceFile.open(FILM)) {
            var sender = new MovieSender(film, hub, new Hurried());
            assertThatThrownBy(() -> sender.send(true)).isInstanceOf(InterruptedException.class);
            for (var event = feed.next(); event != null; event = feed.next()) {
                if (event instanceof MediaFeed.Sample(var frame)) {
                    if (frame.trackId() == VIDEO) {
                        pictures.add(frame);
                    }
                    frame.close();
                }
            }
        }

        assertThat(pictures).hasSize(300);
        var steps = new ArrayList<Long>();
        for (int i = 1; i < pictures.size(); i++) {
            steps.add(pictures.get(i).dtsTicks() - pictures.get(i - 1).dtsTicks());
        }
        long anew = steps.remove(149);
        assertThat(steps).containsOnly(FRAME_TICKS);
        // The sound ends a frame of its own behind the pictures, which is waited for.
        assertThat(anew).isBetween(FRAME_TICKS, FRAME_TICKS + SOUND_FRAME_TICKS);
        assertThat(List.of(pictures.get(0), pictures.get(150)))
                .allMatch(Frame::isKeyframe)
                .extracting(frame -> frame.ptsTicks() - frame.dtsTicks())
                .containsOnly(pictures.getFirst().ptsTicks() - pictures.getFirst().dtsTicks());
    }
}
