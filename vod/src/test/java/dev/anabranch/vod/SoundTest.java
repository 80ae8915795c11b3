package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioSettings.Label;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Codecs, channels, rates, loudness and names of sound, read from what comes out.
class SoundTest {

    private static final Pattern LOUDNESS = Pattern.compile("I: +(-?[0-9.]+) LUFS");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "AAC,1,48000,aac|48000|1",
        "AAC,2,44100,aac|44100|2",
        "AAC,6,48000,aac|48000|6",
        "AAC,2,96000,aac|48000|2",
        "OPUS,1,44100,opus|48000|1",
        "OPUS,2,48000,opus|48000|2",
        "OPUS,6,48000,opus|48000|6"
    })
    void haveTheChannelsAndTheRateThatFit(AudioCodec codec, int channels, int rate, String found)
            throws Exception {
        var lab = new Lab(folder);
        var source = surround(lab, rate);
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withAudio(audio ->
                                        audio.withCodecs(Set.of(codec)).withChannels(channels)));
        var file = file(made, codec);

        assertThat(Lab.probed(file, "stream=codec_name,sample_rate,channels").replace(',', '|'))
                .isEqualTo(found);
        if (channels == 6) {
            // Each channel is where it was: they have tones of their own.
            for (int i = 0; i < 6; i++) {
                if (i != 3) {
                    assertThat(pitch(file, i)).isCloseTo(300.0 + 200 * i, within(12.0));
                }
            }
        }
    }

    @Test
    void twoCodecsAreTwoGroupsOfTheSameChoice() throws Exception {
        var lab = new Lab(folder);
        var picture = List.of("-f", "lavfi", "-i", "testsrc2=s=160x90:d=1.5");
        var sound = List.of("-f", "lavfi", "-i", "sine=d=1.5", "-shortest");
        var words = Stream.of(picture, sound).flatMap(List::stream).toArray(String[]::new);
        var made =
                lab.make(
                        lab.clip("both.mkv", words),
                        settings ->
                                settings.withAudio(audio ->
                                        audio.withCodecs(Set.of(AudioCodec.AAC, AudioCodec.OPUS))));

        var variants =
                made.text("index.m3u8")
                        .lines()
                        .filter(line -> line.startsWith("#EXT-X-STREAM-INF"))
                        .toList();
        assertThat(variants).hasSize(2);
        assertThat(variants)
                .allSatisfy(line -> {
                    boolean isAac = line.contains("AUDIO=\"audio-mp4a\"");
                    assertThat(line.contains("AUDIO=\"audio-opus\"")).isEqualTo(!isAac);
                    assertThat(line.contains("mp4a")).isEqualTo(isAac);
                    assertThat(line.toLowerCase(Locale.ROOT).contains(",opus")).isEqualTo(!isAac);
                });
        assertThat(
                        made.text("index.m3u8")
                                .lines()
                                .filter(line -> line.startsWith("#EXT-X-MEDIA:TYPE=AUDIO")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("NAME=\"Audio\"", "DEFAULT=YES"));
    }

    private static Path surround(Lab lab, int rate) throws Exception {
        var tones =
                "aevalsrc='0.2*sin(300*2*PI*t)|0.2*sin(500*2*PI*t)|0.2*sin(700*2*PI*t)"
                        + "|0.2*sin(60*2*PI*t)|0.2*sin(1100*2*PI*t)|0.2*sin(1300*2*PI*t)'"
                        + ":channel_layout=5.1:sample_rate=%d:duration=1.5";
        return lab.clip("surround.mka", "-f", "lavfi", "-i", tones.formatted(rate), "-c:a", "flac");
    }

    private static Path file(Lab.Made made, AudioCodec codec) throws Exception {
        return made.files(codec.name()).getFirst();
    }

    /// By zero crossings of half a second.
    private static double pitch(Path file, int channel) throws Exception {
        var bytes =
                Lab.ffmpeg(
                        List.of(
                                "-ss",
                                "0.5",
                                "-t",
                                "0.5",
                                "-i",
                                "file:" + file,
                                "-af",
                                "pan=mono|c0=c" + channel,
                                "-f",
                                "s16le",
                                "-ar",
                                "48000",
                                "-"));
        int crossings = 0;
        int before = 0;
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            int now = (short) (bytes[i] & 0xFF | bytes[i + 1] << 8);
            crossings += before < 0 && now >= 0 ? 1 : 0;
            before = now;
        }
        return crossings * 48_000.0 * 2 / bytes.length;
    }

    @Test
    void bitRatesAreThoseAskedFor() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.clip(
                        "noise.wav",
                        "-f",
                        "lavfi",
                        "-i",
                        "anoisesrc=d=4:a=0.3:seed=1[l];anoisesrc=d=4:a=0.3:seed=2[r];"
                                + "[l][r]join=inputs=2:channel_layout=stereo");
        for (long rate : new long[] {64_000, 192_000}) {
            var made =
                    lab.make(
                            source,
                            settings ->
                                    settings.withAudio(audio ->
                                            audio.withCodecs(Set.of(AudioCodec.OPUS))
                                                    .withBitsPerSecond(rate)));
            for (var codec : AudioCodec.values()) {
                long bytes =
                        Lab.probe(file(made, codec), "packet=size").stream()
                                .mapToLong(line -> Long.parseLong(line.strip()))
                                .sum();
                assertThat(bytes * 8 / 4.0).isBetween(rate * 0.85, rate * 1.15);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.02,2", "0.6,2", "0.1,1", "0.1,6"})
    void normalisedSoundHasTheLoudnessOfBroadcasts(double amplitude, int channels)
            throws Exception {
        var lab = new Lab(folder);
        var speech =
                "anoisesrc=d=8:a=%s:c=pink:seed=7,tremolo=f=3:d=0.8,aformat=channel_layouts=5.1"
                        .formatted(amplitude);
        var source = lab.clip("speech.wav", "-f", "lavfi", "-i", speech);
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withAudio(audio ->
                                        audio.withChannels(channels).withLoudnessNormalised(true)));

        assertThat(loudness(file(made, AudioCodec.AAC))).isCloseTo(-23, within(1.0));
    }

    private static double loudness(Path file) throws Exception {
        var process =
                new ProcessBuilder(
                                Lab.bundled().path().toString(),
                                "-nostdin",
                                "-hide_banner",
                                "-i",
                                "file:" + file,
                                "-af",
                                "ebur128",
                                "-f",
                                "null",
                                "-")
                        .redirectErrorStream(true);
        process.environment().putAll(Lab.bundled().environment());
        var started = process.start();
        var said = new String(started.getInputStream().readAllBytes());
        var found = LOUDNESS.matcher(said.substring(said.lastIndexOf("Summary:")));
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void languagesAndTitlesAreInBothManifests() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.clip(
                        "two.mkv",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=192x108:rate=25:duration=2",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=2",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=f=900:d=2",
                        "-map",
                        "0",
                        "-map",
                        "1",
                        "-map",
                        "2",
                        "-c:v",
                        "ffv1",
                        "-c:a",
                        "flac",
                        "-metadata:s:a:0",
                        "language=fre",
                        "-metadata:s:a:0",
                        "title=Original",
                        "-metadata:s:a:1",
                        "language=eng");
        var label = new Label(Optional.of("de"), Optional.of("Kommentar \"zwei\" & <mehr>"));
        var made =
                lab.make(
                        source, settings -> settings.withAudio(audio -> audio.withLabel(1, label)));

        assertThat(made.text("index.m3u8"))
                .containsPattern(
                        "TYPE=AUDIO.*NAME=\"Original\".*LANGUAGE=\"fr\"|TYPE=AUDIO.*LANGUAGE=\"fr\".*NAME=\"Original\"")
                .contains("LANGUAGE=\"de\"")
                .doesNotContain("LANGUAGE=\"en\"");
        assertThat(made.text("manifest.mpd"))
                .contains("lang=\"fr\"", "lang=\"de\"", "Original", "Kommentar")
                .doesNotContain("<mehr>");
    }
}
