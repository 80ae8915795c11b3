package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {

    @TempDir private Path folder;

    @Test
    void saysWhatAFileIsThatIsNoMedia() throws Exception {
        assertRefused(new byte[0], "is empty");
        assertRefused("<!DOCTYPE html><html></html>", "an HTML page");
        assertRefused("#EXTM3U\n#EXTINF:1,\nx.ts\n", "an HLS playlist");
        assertRefused("hello, this is not a movie", "is text");
        assertRefused("FLV\u0001\u0005", "Flash video");
        assertThatThrownBy(() -> VodPresentation.open(folder))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> VodPresentation.open(folder.resolve("none.mp4")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysHowToTakeAContainerItDoesNotRead() throws Exception {
        var packets = new byte[188 * 4];
        for (int i = 0; i < packets.length; i += 188) {
            packets[i] = 0x47;
        }
        assertRefused(packets, "an MPEG transport stream", "ffmpeg -i INPUT -c copy output.mp4");
    }

    @Test
    void searchesBinaryFilesForSoundBeforeItCallsThemText() throws Exception {
        var garbage = new byte[4096];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte) (0x80 + i % 61);
        }
        assertRefused(garbage, "no ADTS, MPEG audio, AC-3 or E-AC-3 frames follow each other");
        assertRefused("voil\u00e0, ce n'est pas un film", "is text");
    }

    @Test
    void keepsPicturesThatAreShownBeforeTheyAreDecoded() throws Exception {
        try (var presentation = Samples.packager(Samples.QUICKTIME).open()) {
            var video = presentation.renditions().getFirst().tracks().getFirst();
            assertThat(video.sampleCount()).isEqualTo(5);
        }
    }

    @Test
    void refusesRenditionsOfDifferentLength() {
        assertThatThrownBy(() -> Samples.packager(Samples.LONG, Samples.BUNNY).align().open())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("they are not renditions of one source");
    }

    @Test
    void warnsOfARenditionThatIsGivenTwice() throws Exception {
        try (var presentation = Samples.packager(Samples.BUNNY, Samples.BUNNY).align().open()) {
            assertThat(presentation.warnings())
                    .anyMatch(warning -> warning.contains("is given twice"));
        }
    }

    @Test
    void refusesACodecByTrack() {
        assertThatThrownBy(() -> Samples.packager(Samples.MPEG4_VISUAL).open())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("video track 1 of mpeg4_part2.mp4");
    }

    @Test
    void refusesOpusInTransportStreamsAndNamesTheCure() {
        assertThatThrownBy(() -> Samples.packager(Samples.OPUS).transportStream().open())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("Opus")
                .hasMessageContaining("fragmented MP4");
    }

    @Test
    void takesTheLargestVideoAndAllAudioAndNamesWhatIsLeft() throws Exception {
        try (var presentation = Samples.packager(Samples.NASA).open()) {
            assertThat(presentation.renditions())
                    .extracting(Rendition::name)
                    .containsExactly(
                            "video-270p", "audio-en", "audio-en-2", "text-en", "text-en-2");
            assertThat(presentation.warnings())
                    .anyMatch(warning -> warning.contains("video track 1"))
                    .noneMatch(warning -> warning.contains("tx3g"));
        }
    }

    @Test
    void givesTwoRenditionsOfOneSizeTwoNames() throws Exception {
        try (var presentation = Samples.packager(Samples.BUNNY, Samples.BUNNY).open()) {
            assertThat(presentation.renditions())
                    .extracting(Rendition::name)
                    .containsExactly("video-240p", "video-240p-2", "audio");
        }
    }

    @Test
    void refusesRenditionsWhoseKeyframesDiffer() {
        assertThatThrownBy(() -> Samples.packager(Samples.BUNNY, Samples.LONG).open())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("no keyframe at the cut")
                .hasMessageContaining(Samples.LONG);
    }

    @Test
    void putsAnExtraLanguageIntoPackedAudio() throws Exception {
        try (var presentation =
                Samples.packager(Samples.BUNNY)
                        .audio(Samples.path(Samples.AUDIO_ONLY), "fr")
                        .transportStream()
                        .open()) {
            assertThat(presentation.paths())
                    .contains("audio-fr/1.aac", "video-240p/1.ts", "audio/1.aac");
        }
    }

    private void assertRefused(String text, String... words) throws IOException {
        assertRefused(text.getBytes(StandardCharsets.ISO_8859_1), words);
    }

    private void assertRefused(byte[] bytes, String... words) throws IOException {
        var file = Files.write(folder.resolve("movie.mp4"), bytes);
        assertThatThrownBy(() -> VodPresentation.open(file))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContainingAll(words);
    }
}
