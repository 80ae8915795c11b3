package dev.anabranch.cli;

import java.util.Random;

/// How the publisher of the fuzz behaves for some seconds.
///
/// @param seconds how long, on the wall clock and on that of the media
/// @param framesPerSecond 0 for a distance that changes with every frame
/// @param keyframeSeconds from keyframe to keyframe; longer than `seconds` for none but the first
/// @param tracks what is sent
/// @param jumpSeconds how far the clock of the media jumps before it
/// @param film which one the pictures are taken of: its size, or its codec, is another
/// @param isReordered whether pictures are shown in another order than sent, and some before the
///   keyframe they follow: open GOPs
/// @param ending what becomes of the connection at the end
record FuzzPhase(
        double seconds,
        double framesPerSecond,
        double keyframeSeconds,
        Tracks tracks,
        double jumpSeconds,
        int film,
        boolean isReordered,
        Ending ending) {

    private static final double[] RATES = {
        1,
        2,
        3,
        4,
        5,
        10,
        12.5,
        15,
        24000 / 1001.0,
        24000 / 1001.0,
        24,
        25,
        30000 / 1001.0,
        30,
        50,
        60000 / 1001.0,
        60
    };

    private static final double LONG_GOP = 10;
    private static final double NO_KEYFRAME = 1000;

    /// What is sent of the film.
    enum Tracks {
        BOTH,
        PICTURES,
        SOUND
    }

    /// What happens to the connection.
    enum Ending {
        STAYS,
        /// It is closed, and another made some moments later.
        KILLED,
        /// Another takes the stream over while this one still sends.
        REPLACED
    }

    /// @param left how long the run still goes
    static FuzzPhase next(Random random, double left, int films) {
        boolean isVariable = random.nextInt(5) == 0;
        boolean isJumping = random.nextInt(4) == 0;
        double rate = RATES[random.nextInt(RATES.length)];
        return new FuzzPhase(
                Math.min(left, 2 + random.nextDouble() * 8),
                isVariable ? 0 : rate,
                keyframes(random),
                tracks(random),
                isJumping ? jump(random) : 0,
                random.nextInt(8) == 0 ? random.nextInt(films) : 0,
                false,
                ending(random));
    }

    private static double keyframes(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> LONG_GOP;
            case 2 -> NO_KEYFRAME;
            default -> 0.5 + random.nextDouble() * 3;
        };
    }

    private static Tracks tracks(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> Tracks.PICTURES;
            case 2 -> Tracks.SOUND;
            default -> Tracks.BOTH;
        };
    }

    /// Half a frame, some seconds, or hours.
    private static double jump(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextDouble() - 0.5;
            case 1 -> random.nextDouble() * 20_000;
            default -> random.nextDouble() * 60 - 30;
        };
    }

    private static Ending ending(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Ending.KILLED;
            case 1 -> Ending.REPLACED;
            default -> Ending.STAYS;
        };
    }

    FuzzPhase jumping(double seconds) {
        return new FuzzPhase(
                this.seconds,
                framesPerSecond,
                keyframeSeconds,
                tracks,
                seconds,
                film,
                isReordered,
                Ending.STAYS);
    }

    boolean hasPictures() {
        return tracks != Tracks.SOUND;
    }

    boolean hasSound() {
        return tracks != Tracks.PICTURES;
    }

    /// From one frame to the next.
    double step(Random random) {
        return framesPerSecond == 0 ? 0.01 + random.nextDouble() * 0.11 : 1 / framesPerSecond;
    }

    FuzzPhase reordered(boolean isWanted) {
        return new FuzzPhase(
                seconds,
                framesPerSecond,
                keyframeSeconds,
                tracks,
                jumpSeconds,
                film,
                isWanted,
                ending);
    }

    /// Whether a keyframe may come here: those of open GOPs are shown after what follows them.
    boolean canBeKey(int index) {
        return !isReordered || framesPerSecond == 0 || index % 3 == 0;
    }

    /// By how many frames a picture is shown after it is sent: two of three are shown when they
    /// come, and the third, which is sent before them, after both.
    int shownLater(int index) {
        boolean isSteady = isReordered && framesPerSecond > 0;
        return isSteady && index % 3 == 0 ? 3 : 0;
    }
}
