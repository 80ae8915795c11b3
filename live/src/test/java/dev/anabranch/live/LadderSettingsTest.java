package dev.anabranch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Ladder;
import org.junit.jupiter.api.Test;

class LadderSettingsTest {

    @Test
    void noneStartsNoProgram() throws Exception {
        assertThat(LadderSettings.NONE.isNothing()).isTrue();
        assertThat(LadderSettings.NONE.withLadder("auto").isNothing()).isFalse();
        assertThat(LadderSettings.NONE.withLadder("auto").withLadder("None").isNothing()).isTrue();
        assertThat(LadderSettings.NONE.withOpus(true).isNothing()).isFalse();
    }

    @Test
    void wordsAreKeptAsTheyWereSaid() throws Exception {
        var settings = LadderSettings.NONE.withOpus(true).withLadder(" 720p,480p@1M ");

        assertThat(settings.words()).isEqualTo("720p,480p@1M");
        assertThat(settings.ladder()).contains(Ladder.parse("720p,480p@1M"));
        assertThat(settings.hasOpus()).isTrue();
        assertThat(LadderSettings.NONE.withLadder(settings.words()).withOpus(true))
                .isEqualTo(settings);
    }

    @Test
    void whatIsNoLadderIsRefused() {
        assertThatThrownBy(() -> LadderSettings.NONE.withLadder("720q"))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("720q");
    }
}
