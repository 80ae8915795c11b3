package dev.anabranch.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.AudioSettings;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.SourceAudio;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.process.ProgramException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which sounds are copied, and what becomes of the others.
class AudioPlannerTest {

    private static final TranscodeSettings USUAL = TranscodeSettings.DEFAULT;

    private static List<AudioOutput> plan(TranscodeSettings settings, SourceAudio... audio)
            throws Exception {
        var source = Sources.of(Optional.empty(), List.of(audio), Optional.of(Sources.MINUTE));
        return Planner.plan(
                        source,
                        settings,
                        PlanOnlyBackend.ALL,
                        (_, _, _) -> {
                            throw new AssertionError("there is no picture");
                        })
                .audio();
    }

    private static AudioOutput.Encoded encoded(TranscodeSettings settings, SourceAudio audio)
            throws Exception {
        return (AudioOutput.Encoded) plan(settings, audio).getFirst();
    }

    private static SourceAudio aac(String profile, int rate, int channels, long bits) {
        return new SourceAudio(
                0,
                "aac",
                profile,
                rate,
                channels,
                "",
                bits,
                "en",
                "",
                false,
                new Rational(1, rate));
    }

    @Test
    void lowComplexityAacThatFitsIsCopied() throws Exception {
        assertThat(plan(USUAL, aac("LC", 44_100, 2, 128_000)).getFirst())
                .isInstanceOf(AudioOutput.Copied.class);
        assertThat(plan(USUAL, aac("LC", 48_000, 1, 0)).getFirst())
                .isInstanceOf(AudioOutput.Copied.class);
    }

    @Test
    void whatDoesNotFitIsEncoded() throws Exception {
        assertThat(encoded(USUAL, aac("HE-AAC", 48_000, 2, 64_000)).channels()).isEqualTo(2);
        assertThat(encoded(USUAL, aac("LC", 48_000, 2, 320_000)).bitsPerSecond())
                .isEqualTo(128_000);
        assertThat(encoded(USUAL, aac("LC", 96_000, 2, 128_000)).samplesPerSecond())
                .isEqualTo(48_000);
        assertThat(encoded(USUAL, Sources.audio(0, "pcm_s16le", 1, "en")).bitsPerSecond())
                .isEqualTo(80_000);
        var trimmed = USUAL.withTrim(new Trim(Duration.ofSeconds(1), Optional.empty()));
        encoded(trimmed, aac("LC", 48_000, 2, 128_000));
        encoded(USUAL.withAudio(a -> a.withCopy(Copy.NEVER)), aac("LC", 48_000, 2, 128_000));
    }

    @Test
    void noSoundGetsMoreBitsThanItsCodecCanHave() throws Exception {
        var most = USUAL.withAudio(a -> a.withBitsPerSecond(1_536_000));
        var both = most.withAudio(a -> a.withCodecs(Set.of(AudioCodec.OPUS)));

        assertThat(plan(both, Sources.audio(0, "pcm_s16le", 1, "en")))
                .extracting(output -> ((AudioOutput.Encoded) output).bitsPerSecond())
                .containsExactly(288_000L, 256_000L);
    }

    @Test
    void namesForSoundsThatAreNotThereAreRefused() {
        var label = new AudioSettings.Label(Optional.of("de"), Optional.empty());
        var settings = USUAL.withAudio(a -> a.withLabel(1, label));

        assertThatThrownBy(() -> plan(settings, aac("LC", 48_000, 2, 128_000)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("sound 2")
                .hasMessageContaining("the source has 1 sounds");
    }

    @Test
    void aLanguageIsATagAndATitleIsALine() {
        for (var tag : List.of("", "a\nb", "xx-zz-\u00e9", "de,2=fr", "\"><")) {
            assertThatThrownBy(() -> new AudioSettings.Label(Optional.of(tag), Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new AudioSettings.Label(Optional.empty(), Optional.of("a\nb")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void loudnessIsNormalisedOnlyWhenAskedFor() throws Exception {
        var settings = USUAL.withAudio(a -> a.withLoudnessNormalised(true));

        assertThat(encoded(settings, aac("LC", 48_000, 2, 128_000)).isLoudnessNormalised())
                .isTrue();
        assertThat(encoded(USUAL, Sources.audio(0, "mp3", 2, "en")).isLoudnessNormalised())
                .isFalse();
    }

    @Test
    void moreThanStereoIsMixedDownUnlessAskedFor() throws Exception {
        var surround = Sources.audio(0, "ac3", 6, "en");

        assertThat(encoded(USUAL, surround).channels()).isEqualTo(2);
        var six = USUAL.withAudio(a -> a.withChannels(6));
        assertThat(encoded(six, surround).channels()).isEqualTo(6);
        assertThat(encoded(six, surround).bitsPerSecond()).isEqualTo(320_000);
        assertThat(encoded(six, Sources.audio(0, "ac3", 4, "en")).channels()).isEqualTo(2);
        assertThat(encoded(six, Sources.audio(0, "dts", 8, "en")).channels()).isEqualTo(6);
        assertThat(encoded(six, Sources.audio(0, "mp3", 1, "en")).channels())
                .as("there are never more than the source has")
                .isEqualTo(1);
    }

    @Test
    void layoutsOfTheLadderDecideChannelsAndBits() throws Exception {
        var layouts =
                List.of(
                        new Ladder.Layout("stereo", 2, Map.of(AudioCodec.AAC, 96_000L)),
                        new Ladder.Layout("surround", 6, Map.of(AudioCodec.AAC, 192_000L)));
        var settings = USUAL.withLadder(new Ladder(true, List.of(), layouts, List.of()));

        assertThat(encoded(settings, Sources.audio(0, "ac3", 6, "en")).bitsPerSecond())
                .isEqualTo(192_000);
        assertThat(encoded(settings, Sources.audio(0, "mp3", 2, "en")).bitsPerSecond())
                .isEqualTo(96_000);
        assertThat(
                        encoded(
                                        settings.withAudio(a -> a.withBitsPerSecond(64_000)),
                                        Sources.audio(0, "mp3", 2, "en"))
                                .bitsPerSecond())
                .isEqualTo(64_000);
    }

    @Test
    void opusIsASetOfItsOwnAndCopiedWhereTheSourceHasIt() throws Exception {
        var settings = USUAL.withAudio(a -> a.withCodecs(Set.of(AudioCodec.OPUS)));
        var outputs = plan(settings, Sources.audio(0, "opus", 2, "en"));

        assertThat(outputs.get(0)).isInstanceOf(AudioOutput.Encoded.class);
        assertThat(outputs.get(1)).isInstanceOf(AudioOutput.Copied.class);
        var fromAac = plan(settings, aac("LC", 44_100, 2, 128_000));
        assertThat(fromAac.get(1))
                .isInstanceOfSatisfying(
                        AudioOutput.Encoded.class,
                        opus -> {
                            assertThat(opus.samplesPerSecond()).isEqualTo(48_000);
                            assertThat(opus.encoder()).isEqualTo("libopus");
                            assertThat(opus.bitsPerSecond()).isEqualTo(96_000);
                        });
    }

    @Test
    void theDefaultIsFirstAndLabelsGoByThePlaceInTheSource() throws Exception {
        var other = Sources.audio(1, "mp3", 2, "und");
        var main =
                new SourceAudio(
                        2,
                        "mp3",
                        "",
                        48_000,
                        2,
                        "",
                        0,
                        "en",
                        "Main",
                        true,
                        new Rational(1, 48_000));
        var label = new AudioSettings.Label(Optional.of("de"), Optional.of("Kommentar"));
        var settings = USUAL.withAudio(a -> a.withLabel(0, label));

        var outputs = plan(settings, other, main);

        assertThat(outputs.get(0).title()).isEqualTo("Main");
        assertThat(outputs.get(1).language()).isEqualTo("de");
        assertThat(outputs.get(1).title()).isEqualTo("Kommentar");
        assertThat(outputs).extracting(AudioOutput::trackId).containsExactly(1, 2);
    }

    @Test
    void anEncoderThatIsMissingIsAnError() {
        var none = new PlanOnlyBackend(Map.of(), Map.of(), true);
        var source =
                Sources.of(
                        Optional.empty(),
                        List.of(Sources.audio(0, "mp3", 2, "en")),
                        Optional.empty());

        assertThatThrownBy(() -> Planner.plan(source, USUAL, none, (_, _, _) -> null))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("no encoder for AAC");
    }
}
