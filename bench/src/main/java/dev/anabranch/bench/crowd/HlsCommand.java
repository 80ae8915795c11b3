package dev.anabranch.bench.crowd;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A publisher over RTMP and many viewers of the low-latency playlist that comes of it; see
/// [RtmpCommand].
@Command(name = "hls-crowd", hidden = true, mixinStandardHelpOptions = true)
public final class HlsCommand implements Callable<Integer> {

    private static final double SETTLE_SECONDS = 3;

    @Parameters(index = "0", paramLabel = "RTMP")
    private String rtmp = "";

    @Parameters(index = "1", paramLabel = "PLAYLIST")
    private URI playlist = URI.create("");

    @Option(names = "--clip", required = true, paramLabel = "FLV")
    private Path clip = Path.of("");

    @Option(names = "--players", defaultValue = "100")
    private int players;

    @Option(names = "--joins-per-second", defaultValue = "200")
    private int joinsPerSecond;

    @Option(
            names = "--warm-up",
            defaultValue = "10",
            description = "Seconds of live before the first viewer comes.")
    private double warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "10")
    private double seconds;

    @Override
    public Integer call() throws IOException {
        var address = RtmpAddress.of(rtmp);
        try (var source = new RtmpSource(address, FlvClip.read(clip));
                var crowd = new HlsCrowd(playlist)) {
            crowd.run(warmUpSeconds);
            crowd.choose();
            crowd.join(players, joinsPerSecond);
            crowd.run(SETTLE_SECONDS);
            crowd.reset();
            source.forgetLateness();
            System.out.println("steady joined=" + players + " join_p50=0 join_p99=0");
            System.out.flush();
            crowd.run(seconds);
            var delays = crowd.wakeDelays(source);
            var first = crowd.firstDelays(source);
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "done bytes=%d answers=%d refused=%d parts=%d delay_p50=%.3f delay_p99=%.3f delay_max=%.3f first_p50=%.3f first_p99=%.3f late=%.1f",
                            crowd.bytes(),
                            crowd.answers(),
                            crowd.refused(),
                            crowd.partsSeen(),
                            delays.millis(0.5),
                            delays.millis(0.99),
                            delays.millis(1),
                            first.millis(0.5),
                            first.millis(0.99),
                            source.latenessMillis()));
            System.out.flush();
            crowd.run(1);
        }
        return 0;
    }
}
