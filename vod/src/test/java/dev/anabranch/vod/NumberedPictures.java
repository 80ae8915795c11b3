package dev.anabranch.vod;

import java.io.BufferedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Clips of pictures that say which they are by their colour, so that one that was encoded, or is a
/// part of an image, can be told from its neighbours.
final class NumberedPictures {

    static final int WIDTH = 128;
    static final int HEIGHT = 72;

    /// Between the values of a component; encoders for JPEG and H.264 are off by a few.
    private static final int STEP = 24;

    private static final int VALUES = 10;

    private NumberedPictures() {}

    /// @param count up to 1000
    /// @param words how it is encoded, filters first
    static Path clip(Lab lab, Path folder, String name, int count, String rate, String... words)
            throws Exception {
        var raw = folder.resolve(name + ".rgb");
        try (var out = new BufferedOutputStream(Files.newOutputStream(raw))) {
            for (int n = 0; n < count; n++) {
                var picture = new byte[WIDTH * HEIGHT * 3];
                for (int i = 0; i < picture.length; i++) {
                    picture[i] = (byte) component(n, i % 3);
                }
                out.write(picture);
            }
        }
        var all = new ArrayList<>(List.of("-f", "rawvideo", "-pix_fmt", "rgb24"));
        all.addAll(List.of("-video_size", WIDTH + "x" + HEIGHT, "-framerate", rate));
        all.addAll(List.of("-i", "file:" + raw));
        all.addAll(List.of(words));
        return lab.clip(name, all.toArray(String[]::new));
    }

    private static int component(int number, int place) {
        int digit = number / (int) Math.pow(VALUES, place) % VALUES;
        return STEP / 2 + digit * STEP;
    }

    /// Which picture a colour belongs to.
    static int number(int[] colour) {
        int number = 0;
        for (int place = 2; place >= 0; place--) {
            number = number * VALUES + Math.clamp(colour[place] / STEP, 0, VALUES - 1);
        }
        return number;
    }

    /// Which picture a JPEG file shows.
    static int number(Path jpeg) throws Exception {
        return number(jpeg, 0, 0, WIDTH, HEIGHT);
    }

    /// Which picture the rectangle of a JPEG file shows.
    static int number(Path jpeg, int x, int y, int width, int height) throws Exception {
        int edge = width / 4;
        return number(Lab.colour(jpeg, 0, x + edge, y + edge / 2, width - 2 * edge, height - edge));
    }
}
