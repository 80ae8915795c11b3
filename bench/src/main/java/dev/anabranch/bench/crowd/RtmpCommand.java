package dev.anabranch.bench.crowd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A publisher and many players of an RTMP server, as a process that can be pinned to a core of its
/// own. Prints `steady` when all have joined and figures when the time is over; the bench that
/// started it looks at the server in between.
@Command(name = "rtmp-crowd", hidden = true, mixinStandardHelpOptions = true)
public final class RtmpCommand implements Callable<Integer> {

    private static final double WARM_UP_SECONDS = 3;
    private static final double SETTLE_SECONDS = 2;

    @Parameters(paramLabel = "URL")
    private String url = "";

    @Option(names = "--clip", required = true, paramLabel = "FLV")
    private Path clip = Path.of("");

    @Option(names = "--players", defaultValue = "100")
    private int players;

    @Option(names = "--frozen", defaultValue = "0")
    private int frozen;

    @Option(names = "--joins-per-second", defaultValue = "200")
    private int joinsPerSecond;

    @Option(names = "--seconds", defaultValue = "10")
    private double seconds;

    @Option(names = "--cycles", defaultValue = "0", description = "Join and leave, so often.")
    private int cycles;

    @Override
    public Integer call() throws IOException {
        var address = RtmpAddress.of(url);
        var delays = new Delays();
        var joins = new Delays();
        try (var source = new RtmpSource(address, FlvClip.read(clip))) {
            var watch = new RtmpPlayer.Watch(address, source, delays, joins);
            try (var crowd = new RtmpCrowd(watch)) {
                crowd.run(WARM_UP_SECONDS);
                if (cycles > 0) {
                    cycle(watch);
                    return 0;
                }
                crowd.join(players, joinsPerSecond);
                crowd.run(SETTLE_SECONDS);
                crowd.freeze(frozen);
                measure(crowd, source, delays, joins);
            }
        }
        return 0;
    }

    private void measure(RtmpCrowd crowd, RtmpSource source, Delays delays, Delays joins)
            throws IOException {
        delays.clear();
        source.forgetLateness();
        long bytes = crowd.bytes();
        long missing = crowd.missing();
        int pictures = source.pictures();
        say(
                "steady joined=%d join_p50=%.2f join_p99=%.2f",
                crowd.joined(), joins.millis(0.5), joins.millis(0.99));
        crowd.run(seconds);
        say(
                "done bytes=%d pictures=%d missing=%d lost=%d delay_p50=%.3f delay_p99=%.3f delay_max=%.3f late=%.1f",
                crowd.bytes() - bytes,
                source.pictures() - pictures,
                crowd.missing() - missing,
                crowd.lost(),
                delays.millis(0.5),
                delays.millis(0.99),
                delays.millis(1),
                source.latenessMillis());
        crowd.run(1);
    }

    /// Players come in hundreds, see a picture and go.
    private void cycle(RtmpPlayer.Watch watch) throws IOException {
        say("steady joined=0 join_p50=0 join_p99=0");
        for (int done = 0; done < cycles; done += players) {
            try (var crowd = new RtmpCrowd(watch)) {
                crowd.join(players, joinsPerSecond);
                crowd.run(0.2);
            }
        }
        say(
                "done bytes=0 pictures=0 missing=0 lost=0 delay_p50=0 delay_p99=0 delay_max=0 late=%.1f",
                watch.source().latenessMillis());
        try (var crowd = new RtmpCrowd(watch)) {
            crowd.run(SETTLE_SECONDS);
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
        System.out.flush();
    }
}
