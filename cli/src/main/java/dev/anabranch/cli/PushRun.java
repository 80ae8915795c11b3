package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;

/// Waits while a feeder's frames go to servers, until there are no more, time is over, or nobody
/// takes them.
record PushRun(Feeder feeder, Targets servers) {

    private static final Duration LOOK = Duration.ofMillis(200);

    /// So many attempts in a row before a server that never answered is given up.
    private static final int ATTEMPTS = 3;

    /// What servers may take to read what they have not when all is said.
    private static final Duration LAST_FRAMES = Duration.ofSeconds(20);

    /// @param duration zero means to the end
    void send(Duration duration)
            throws IOException, MediaFormatException, CommandException, InterruptedException {
        long deadline = SystemClock.MACHINE.nanos() + duration.toNanos();
        while (!feeder.await(LOOK)) {
            giveUpAfter(ATTEMPTS);
            if (!duration.isZero() && SystemClock.MACHINE.nanos() >= deadline) {
                return;
            }
        }
        fail(feeder);
        servers.awaitIdle(LAST_FRAMES);
        giveUpAfter(1);
    }

    private void giveUpAfter(int attempts) throws CommandException {
        var reason = servers.hopeless(attempts);
        if (reason.isPresent()) {
            throw new CommandException(ExitCode.SERVER_NOT_REACHABLE, reason.get());
        }
    }

    private static void fail(Feeder feeder)
            throws IOException, MediaFormatException, CommandException {
        var failure = feeder.failure();
        if (failure.isEmpty()) {
            return;
        }
        switch (failure.get()) {
            case IOException io -> throw io;
            case MediaFormatException media -> throw media;
            case ProgramException program -> throw FfmpegOption.failure(program);
            default -> throw new IllegalStateException(failure.get());
        }
    }
}
