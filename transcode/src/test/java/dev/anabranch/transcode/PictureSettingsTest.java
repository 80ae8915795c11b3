package dev.anabranch.transcode;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.transcode.PictureSettings.Corner;
import dev.anabranch.transcode.PictureSettings.Overlay;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an overlay cannot be.
class PictureSettingsTest {

    @ParameterizedTest
    @CsvSource({"NaN, 0.5", "-0.1, 0.5", "1.1, 0.5", "0.5, NaN", "0.5, 0", "0.5, 1.1"})
    void sharesAreBetween0And1(double opacity, double scale) {
        var file = Path.of("x");

        assertThatThrownBy(() -> new Overlay.Image(file, Corner.CENTRE, opacity, scale))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Overlay.Text("x", file, Corner.CENTRE, opacity, scale))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
