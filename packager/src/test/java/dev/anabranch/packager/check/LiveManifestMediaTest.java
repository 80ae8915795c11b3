package dev.anabranch.packager.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.Packager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Ten seconds of film in segments of two, whose MPD says that they are on air.
class LiveManifestMediaTest {

    private static final String MPD = "manifest.mpd";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Planted film = new Planted();

    @BeforeAll
    static void packageOnce() throws Exception {
        var source = Planted.sample("bbb_240p_10s.mp4");
        film =
                Planted.in(Packager.of(source).segment(Duration.ofSeconds(2)))
                        .text(MPD, LiveManifestMediaTest::onAir);
    }

    /// The last run of each timeline is open.
    private static String onAir(String mpd) {
        return mpd.replace("type=\"static\"", "type=\"dynamic\"")
                .replaceFirst(
                        "mediaPresentationDuration=\"[^\"]*\"",
                        "availabilityStartTime=\"%s\" minimumUpdatePeriod=\"PT1S\"".formatted(START))
                .replaceAll("(?s)<SegmentTimeline>.*?(<S t=\"\\d+\" d=\"\\d+\").*?</SegmentTimeline>",
                        "<SegmentTimeline>$1 r=\"-1\"/></SegmentTimeline>");
    }

    @Test
    void readsEachSegmentOnceWhenItIsWhole() throws Exception {
        var asked = new ArrayList<String>();
        Resources server =
                part -> {
                    asked.add(part.address());
                    return film.fetch(part);
                };
        var media = new LiveManifestMedia(server);
        assertThat(media.report().segments()).isZero();

        var counts = new ArrayList<Integer>();
        for (long millis : List.of(1_500L, 2_500L, 2_600L, 4_900L)) {
            media.take(MPD, film.bytes(MPD), START.plusMillis(millis));
            counts.add(media.report().segments());
        }
        assertThat(counts).containsExactly(0, 2, 2, 4);
        assertThat(asked).doesNotHaveDuplicates().hasSize(6);
        assertThat(media.report().breaches())
                .filteredOn(breach -> breach.rule().equals("resource-exists"))
                .isEmpty();
    }

    @Test
    void aSegmentThatIsAnnouncedAndNotThereIsToldOnce() throws Exception {
        var media = new LiveManifestMedia(film);
        media.take(MPD, film.bytes(MPD), START.plusSeconds(60));
        media.take(MPD, film.bytes(MPD), START.plusSeconds(60));
        assertThat(media.report().breaches())
                .filteredOn(breach -> breach.rule().equals("resource-exists"))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAClockAnOpenRunIsABreach() throws Exception {
        assertThat(PresentationCheck.of(film, List.of(MPD)).breaches())
                .extracting(Breach::rule)
                .contains("mpd-addressing");
        assertThat(PresentationCheck.of(film, List.of(MPD), START.plusSeconds(5)).breaches())
                .extracting(Breach::rule)
                .doesNotContain("mpd-addressing", "resource-exists");
    }

    @Test
    void whatIsNoManifestIsPassedOver() throws Exception {
        var media = new LiveManifestMedia(film);
        media.take(MPD, "<MPD".getBytes(StandardCharsets.UTF_8), START);
        assertThat(media.report().segments()).isZero();
    }
}
