package dev.anabranch.origin;

import dev.anabranch.packager.live.LiveListener;
import dev.anabranch.packager.live.LivePolicy;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.LiveRendition;
import dev.anabranch.packager.live.Recording;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stream that gets as much of a programme as a test gives it.
final class FedChannel implements LiveChannel, LiveDirectory, AutoCloseable {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    final LivePresentation presentation;
    volatile LiveReport report = report(LiveReport.State.ACTIVE, List.of());
    volatile @Nullable Recording recording;
    private final Programme programme;
    private long next;
    private double fedSeconds;

    FedChannel() throws Exception {
        this(Programme.film());
    }

    FedChannel(Programme programme) {
        this.programme = programme;
        presentation = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {});
        programme.tracks.forEach(presentation::track);
    }

    static LiveReport report(LiveReport.State state, List<LiveReport.Second> seconds) {
        return new LiveReport(
                state,
                LiveReport.Health.GOOD,
                List.of(),
                Optional.of(START),
                Optional.empty(),
                List.of(
                        new LiveReport.Ingest(
                                "RTMP",
                                "rtmp",
                                1935,
                                "/live",
                                Optional.of("a-key"),
                                LiveReport.Sender.OWN_MACHINE)),
                List.of(new LiveReport.TrackLine("Video 1", "H.264 <High>, 480 × 270")),
                seconds);
    }

    /// Feeds what comes until so many seconds of the programme are in.
    void feedTo(double seconds) {
        for (var due = programme.frame(next);
                due.seconds() < seconds;
                due = programme.frame(++next)) {
            presentation.frame(due.frame(), START.plusNanos(Math.round(due.seconds() * 1e9)));
        }
        fedSeconds = seconds;
    }

    void feed(double seconds) {
        feedTo(fedSeconds + seconds);
    }

    LiveRendition video() {
        return presentation.rendition("video-1").orElseThrow();
    }

    @Override
    public String name() {
        return "show";
    }

    @Override
    public Optional<LivePresentation> presentation() {
        return Optional.of(presentation);
    }

    @Override
    public Optional<Recording> recording() {
        return Optional.ofNullable(recording);
    }

    @Override
    public LiveReport report() {
        return report;
    }

    @Override
    public Optional<LiveChannel> find(String name) {
        return name.equals(name()) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public List<LiveChannel> channels() {
        return List.of(this);
    }

    @Override
    public void close() {
        presentation.close();
    }
}
