package dev.anabranch.packager.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.packager.Packager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A film whose MPD says that it is on air.
class LiveManifestMediaTest {

    private static final String MPD = "manifest.mpd";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Planted film = new Planted();
    private static Duration length = Duration.ZERO;

    @BeforeAll
    static void packageOnce() throws Exception {
        var source = Planted.sample("bbb_240p_10s.mp4");
        film = Planted.in(Packager.of(source).segment(Duration.ofSeconds(2)));
        var mpd = Mpd.parse(film.bytes(MPD), Strictness.STRICT);
        length = mpd.mediaPresentationDuration().orElseThrow();
        film.text(MPD, LiveManifestMediaTest::onAir);
    }

    /// The last run of each timeline is open.
    private static String onAir(String mpd) {
        return mpd.replace("type=\"static\"", "type=\"dynamic\"")
                .replaceFirst(
                        "mediaPresentationDuration=\"[^\"]*\"",
                        "availabilityStartTime=\"%s\" minimumUpdatePeriod=\"PT1S\""
                                .formatted(START))
                .replaceAll(
                        "(<S [^>]*d=\"\\d+\")[^>]*/>(\\s*</SegmentTimeline>)", "$1 r=\"-1\"/>$2");
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

        media.take(MPD, film.bytes(MPD), START);
        int listed = media.report().segments();
        media.take(MPD, film.bytes(MPD), START.plusSeconds(1));
        assertThat(media.report().segments()).isEqualTo(listed);

        media.take(MPD, film.bytes(MPD), START.plus(length).plusMillis(1));
        assertThat(media.report().segments()).isGreaterThan(listed);
        assertThat(asked).doesNotHaveDuplicates();
        assertThat(media.report().breaches()).isEmpty();
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
        assertThat(PresentationCheck.of(film, List.of(MPD), START.plus(length)).breaches())
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
