package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.net.httpserver.HttpServer;
import dev.anabranch.packager.Packaging;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSettings.Corner;
import dev.anabranch.transcode.PictureSettings.Crop;
import dev.anabranch.transcode.PictureSettings.Overlay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Images, text and crops, seen in decoded pixels.
class OverlayTest {

    /// Colours that survive 8 bits, 4:2:0 and an encoder within this.
    private static final int NEAR = 14;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void anImageLiesInItsCornerAndNowhereElse(Corner corner) throws Exception {
        var lab = new Lab(folder);
        var image = image(lab, "logo.png");
        var made = withOverlay(lab, new Overlay.Image(image, corner, 1, 0.25));

        // 80x40 of 320x180, 6 from the edges.
        int left = 6;
        int right = 320 - 80 - 6;
        int bottom = 180 - 40 - 6;
        for (var place : Corner.values()) {
            int x =
                    switch (place) {
                        case TOP_LEFT, BOTTOM_LEFT -> left;
                        case TOP_RIGHT, BOTTOM_RIGHT -> right;
                        case CENTRE -> 120;
                    };
            int y =
                    switch (place) {
                        case TOP_LEFT, TOP_RIGHT -> left;
                        case BOTTOM_LEFT, BOTTOM_RIGHT -> bottom;
                        case CENTRE -> 70;
                    };
            var inside = Lab.colour(made.file("video-180p"), 3, x + 8, y + 8, 64, 24);
            assertNear(inside, place == corner ? new int[] {255, 0, 0} : new int[] {0, 0, 255});
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 1})
    void opacityMixesTheImageWithThePicture(double opacity) throws Exception {
        var lab = new Lab(folder);
        var overlay = new Overlay.Image(image(lab, "logo.png"), Corner.TOP_LEFT, opacity, 0.25);
        var made = withOverlay(lab, overlay);

        var seen = Lab.colour(made.file("video-180p"), 3, 14, 14, 64, 24);
        assertNear(seen, (int) (255 * opacity), 0, (int) (255 * (1 - opacity)));
    }

    @Test
    void scaleIsAShareOfTheWidth() throws Exception {
        var lab = new Lab(folder);
        var overlay = new Overlay.Image(image(lab, "logo.png"), Corner.CENTRE, 1, 0.5);
        var made = withOverlay(lab, overlay);

        var file = made.file("video-180p");
        assertNear(Lab.colour(file, 3, 84, 54, 152, 72), 255, 0, 0);
        assertNear(Lab.colour(file, 3, 60, 54, 16, 72), 0, 0, 255);
        assertNear(Lab.colour(file, 3, 84, 34, 152, 12), 0, 0, 255);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's \"here\", [now]; 100%.png",
                "C:\\logo:1.png",
                "a,b;c=d@e.png",
                "ünï 漢字.png",
                "-i %03d.png"
            })
    void anImageMayBeCalledAnything(String name) throws Exception {
        var lab = new Lab(folder);
        var plain = image(lab, "plain.png");
        var named = Files.move(plain, folder.resolve(name));
        var made = withOverlay(lab, new Overlay.Image(named, Corner.TOP_LEFT, 1, 0.25));

        assertNear(Lab.colour(made.file("video-180p"), 3, 14, 14, 64, 24), 255, 0, 0);
    }

    /// It has the ink of the same text drawn with nothing to escape.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "it's \"quoted\"",
                "a:b,c;d=e",
                "100% of %{pts} and \\n",
                "[v1]{x} $HOME `ls`",
                "two\nlines",
                "żółć ünï Ωß"
            })
    void textIsWrittenAsItIs(String text) throws Exception {
        var font = font();
        var lab = new Lab(folder);
        var odd = Files.copy(font, folder.resolve("it's a: font, [1].ttf"));
        var made = withOverlay(lab, new Overlay.Text(text, odd, Corner.TOP_LEFT, 1, 0.12));
        var direct = drawn(lab, text, font);

        var seen = Lab.pixels(made.file("video-180p"), "select=eq(n\\,3)", "gray");
        var wanted = Lab.pixels(direct, "null", "gray");
        long differing = 0;
        long inked = 0;
        for (int i = 0; i < wanted.length; i++) {
            boolean isInk = (wanted[i] & 0xFF) > 140;
            inked += isInk ? 1 : 0;
            differing += isInk != (seen[i] & 0xFF) > 140 ? 1 : 0;
        }
        assertThat(inked).isGreaterThan(80);
        assertThat(differing).isLessThan(inked / 4);
    }

    /// By ffmpeg from a file, where nothing has to be escaped.
    private Path drawn(Lab lab, String text, Path font) throws Exception {
        var words = Files.writeString(folder.resolve("text.txt"), text);
        var plain = Files.copy(font, folder.resolve("font.ttf"));
        return lab.clip(
                "drawn.png",
                "-f",
                "lavfi",
                "-i",
                "color=c=blue:size=320x180:rate=1:duration=1,drawtext=expansion=none:fontfile="
                        + plain
                        + ":textfile="
                        + words
                        + ":fontcolor=white:borderw=2:bordercolor=black:fontsize=h*0.12"
                        + ":x=w*0.02:y=w*0.02",
                "-frames:v",
                "1");
    }

    @ParameterizedTest
    @CsvSource({"0,0,160,90", "161,91,159,89", "20,10,280,160"})
    void aCropIsTakenToThePixel(int x, int y, int width, int height) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "grid.mkv",
                        "color=c=blue:size=320x180:rate=25:duration=0.5,format=yuv444p,"
                                + "drawbox=x=%d:y=%d:w=%d:h=%d:color=red:t=fill"
                                        .formatted(x, y, width, height),
                        "-c:v",
                        "ffv1",
                        "-pix_fmt",
                        "yuv444p");
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withPicture(
                                        new PictureSettings(
                                                Optional.of(new Crop(x, y, width, height)),
                                                List.of())));
        var output = made.plan().video().getFirst();
        var file = made.file("video-" + Math.min(output.width(), output.height()) + "p");

        assertThat(output.width()).isBetween(width - 1, width + 1);
        assertThat(output.height()).isBetween(height - 1, height + 1);
        assertNear(Lab.colour(file, 3, 0, 0, output.width(), output.height()), 255, 0, 0);
        assertNear(Lab.colour(file, 3, 0, 0, 4, output.height()), 255, 0, 0);
        assertNear(Lab.colour(file, 3, 0, output.height() - 4, output.width(), 4), 255, 0, 0);
    }

    /// An overlay is as bright as white should be, not as bright as the screen can, and red is red.
    @ParameterizedTest
    @CsvSource({"smpte2084,bt2020nc,170,240", "bt709,bt709,241,255"})
    void anImageOnAnyKindOfPictureKeepsItsColour(
            String transfer, String matrix, int least, int most) throws Exception {
        var lab = new Lab(folder);
        boolean isHdr = matrix.equals("bt2020nc");
        var source =
                lab.picture(
                        "large.mkv",
                        "color=c=black:size=1280x720:rate=25:duration=0.2,format=%s,setparams=range=tv:colorspace=%s:color_primaries=%s:color_trc=%s"
                                .formatted(
                                        isHdr ? "yuv420p10le" : "yuv420p",
                                        matrix,
                                        isHdr ? "bt2020" : "bt709",
                                        transfer),
                        "-c:v",
                        "ffv1");
        var white =
                lab.picture(
                        "white.png",
                        "color=c=white:size=64x32:rate=1:duration=1",
                        "-frames:v",
                        "1");
        var overlays =
                List.<Overlay>of(
                        new Overlay.Image(white, Corner.TOP_LEFT, 1, 0.25),
                        new Overlay.Image(image(lab, "red.png"), Corner.BOTTOM_RIGHT, 1, 0.25));
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withLadder(Ladder.parse("360p"))
                                        .withPicture(
                                                new PictureSettings(Optional.empty(), overlays)));
        var file = made.files("h264").getFirst();

        var seen = Lab.colour(file, 1, 24, 24, 120, 50);
        assertThat(seen[1]).isBetween(least, most);
        var red = Lab.colour(file, 1, 500, 290, 100, 40);
        assertThat(red[0]).isGreaterThan(120);
        assertThat(red[1]).isLessThan(red[0] / 4);
        assertThat(red[2]).isLessThan(red[0] / 4);
    }

    @Test
    void aSourceOnTheWebIsMarkedWithAnImageOfThisMachine() throws Exception {
        var lab = new Lab(folder);
        var source =
                Files.readAllBytes(
                        lab.picture(
                                "blue.mkv",
                                "color=c=blue:size=320x180:rate=25:duration=0.5",
                                "-c:v",
                                "ffv1"));
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, source.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(source);
                    } catch (IOException clientHasEnough) {
                        exchange.close();
                    }
                });
        server.start();
        try {
            var address =
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/b.mkv");
            var overlay = new Overlay.Image(image(lab, "logo.png"), Corner.TOP_LEFT, 1, 0.25);
            var output = folder.resolve("made");
            Transcode.from(address)
                    .with(Lab.bundled())
                    .settings(settings ->
                            settings.withPicture(
                                    new PictureSettings(Optional.empty(), List.of(overlay))))
                    .packaging(Packaging.DEFAULT.withSingleFile(true))
                    .to(output)
                    .run();
            var file = output.resolve("video-180p/media.mp4");
            assertNear(Lab.colour(file, 3, 14, 14, 64, 24), 255, 0, 0);
            assertNear(Lab.colour(file, 3, 150, 100, 64, 24), 0, 0, 255);
        } finally {
            server.stop(0);
        }
    }

    private static Lab.Made withOverlay(Lab lab, Overlay overlay) throws Exception {
        var source =
                lab.picture(
                        "blue.mkv",
                        "color=c=blue:size=320x180:rate=25:duration=0.5",
                        "-c:v",
                        "ffv1");
        return lab.make(
                source,
                settings ->
                        settings.withPicture(
                                new PictureSettings(Optional.empty(), List.of(overlay))));
    }

    private static Path image(Lab lab, String name) throws Exception {
        return lab.picture(name, "color=c=red:size=60x30:rate=1:duration=1", "-frames:v", "1");
    }

    /// Any font of this machine; the test is skipped where there is none.
    private static Path font() throws Exception {
        for (var root : List.of("/usr/share/fonts", "/usr/local/share/fonts")) {
            if (Files.isDirectory(Path.of(root))) {
                try (var files = Files.walk(Path.of(root))) {
                    var found =
                            files.filter(file ->
                                            file.toString().endsWith("Sans.ttf")
                                                    || file.toString().endsWith("Sans-Regular.ttf"))
                                    .findFirst();
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            }
        }
        return abort("there is no font on this machine");
    }

    static void assertNear(int[] seen, int... wanted) {
        for (int i = 0; i < 3; i++) {
            assertThat(seen[i])
                    .as(
                            "%s is about %s",
                            java.util.Arrays.toString(seen), java.util.Arrays.toString(wanted))
                    .isBetween(wanted[i] - NEAR, wanted[i] + NEAR);
        }
    }
}
