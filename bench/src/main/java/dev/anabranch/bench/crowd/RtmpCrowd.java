package dev.anabranch.bench.crowd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/// Many players of one stream on one thread.
final class RtmpCrowd implements AutoCloseable {

    private static final int READ_BYTES = 1 << 18;
    private static final int SELECT_MILLIS = 20;
    private static final int CLOSE_PLAYERS = 20;

    private final RtmpPlayer.Watch watch;
    private final Selector selector = Selector.open();
    private final ByteBuffer room = ByteBuffer.allocateDirect(READ_BYTES);
    private final List<RtmpPlayer> players = new ArrayList<>();
    private int lost;

    RtmpCrowd(RtmpPlayer.Watch watch) throws IOException {
        this.watch = watch;
    }

    /// Lets `count` players join, `perSecond` of them at most, while those that are there go on.
    void join(int count, int perSecond) throws IOException {
        long start = System.nanoTime();
        int every = Math.max(1, count / CLOSE_PLAYERS);
        for (int i = 0; i < count; i++) {
            players.add(new RtmpPlayer(watch, selector, i % every == 0));
            long due = start + (i + 1) * 1_000_000_000L / perSecond;
            do {
                turn(Math.max(1, (due - System.nanoTime()) / 1_000_000));
            } while (System.nanoTime() < due);
        }
    }

    void run(double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            turn(SELECT_MILLIS);
        }
    }

    /// The first `count` players read no more.
    void freeze(int count) {
        players.subList(0, count).forEach(RtmpPlayer::freeze);
    }

    private void turn(long millis) throws IOException {
        selector.select(
                key -> {
                    try {
                        ((RtmpPlayer) key.attachment()).read(room);
                    } catch (IOException closed) {
                        key.cancel();
                        lost++;
                    }
                },
                millis);
    }

    long bytes() {
        return players.stream().mapToLong(RtmpPlayer::bytes).sum();
    }

    long missing() {
        return players.stream().mapToLong(RtmpPlayer::missing).sum();
    }

    /// Connections the server has ended.
    int lost() {
        return lost;
    }

    long joined() {
        return players.stream().filter(RtmpPlayer::hasJoined).count();
    }

    @Override
    public void close() throws IOException {
        for (var player : players) {
            player.close();
        }
        selector.close();
    }
}
