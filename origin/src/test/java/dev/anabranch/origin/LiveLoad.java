package dev.anabranch.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A program that watches a [LiveTrial] many times at once: each client waits for the next playlist
/// on one connection and for the next part on another.
///
/// `LiveLoad PORT CLIENTS SECONDS TABLE PARTS_OF_A_SEGMENT` prints how long after the last sample
/// of a part the last byte of an answer was here.
public final class LiveLoad {

    private static final Pattern HINT = Pattern.compile("TYPE=PART,URI=\"(\\d+)\\.(\\d+)\\.m4s");
    private static final ByteBuf CONTENT_LENGTH =
            Unpooled.copiedBuffer("content-length: ", US_ASCII);
    private static final ByteBuf END_OF_HEAD = Unpooled.copiedBuffer("\r\n\r\n", US_ASCII);

    /// A client that has fallen behind goes on at the live edge, as players do.
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final FedTable table;
    private final int partsOfASegment;
    private final Delays playlists = new Delays();
    private final Delays parts = new Delays();
    private long failed;

    private LiveLoad(FedTable table, int partsOfASegment) {
        this.table = table;
        this.partsOfASegment = partsOfASegment;
    }

    public static void main(String[] args) throws Exception {
        var port = Integer.parseInt(args[0]);
        var clients = Integer.parseInt(args[1]);
        var seconds = Integer.parseInt(args[2]);
        try (var file = FileChannel.open(Path.of(args[3]))) {
            var load = new LiveLoad(FedTable.reading(file), Integer.parseInt(args[4]));
            load.run(port, clients, seconds);
        }
        System.exit(0);
    }

    private void run(int port, int clients, int seconds) throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        for (int i = 0; i < clients; i++) {
            connect(group, port, new Asker("index.m3u8", playlists));
            connect(group, port, new Asker("", parts));
        }
        var hint = hint(port);
        group.next().execute(() -> group.next().execute(() -> {}));
        for (var asker : askers) {
            asker.channel.eventLoop().execute(() -> asker.begin(hint[0], hint[1] + 1));
        }
        // The first seconds are the compiler's.
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        playlists.clear();
        parts.clear();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        System.out.println("clients " + clients + ", failed " + failed);
        System.out.println("playlists " + playlists.summary(seconds));
        System.out.println("parts     " + parts.summary(seconds));
    }

    private final java.util.List<Asker> askers = new java.util.ArrayList<>();

    private void connect(EventLoopGroup group, int port, Asker asker) throws Exception {
        asker.channel =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(asker);
                                    }
                                })
                        .connect(new InetSocketAddress("127.0.0.1", port))
                        .sync()
                        .channel();
        askers.add(asker);
    }

    private static long[] hint(int port) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + port + "/live/show/video-1/index.m3u8");
        try (var client = HttpClient.newHttpClient()) {
            var text =
                    client.send(
                                    HttpRequest.newBuilder(uri).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            var hint = HINT.matcher(text);
            if (!hint.find()) {
                throw new IllegalStateException("no hint in " + text);
            }
            return new long[] {Long.parseLong(hint.group(1)), Long.parseLong(hint.group(2))};
        }
    }

    /// One connection that asks for one after the other.
    private final class Asker extends SimpleChannelInboundHandler<ByteBuf> {

        private final String playlist;
        private final Delays delays;
        private final ByteBuf head = Unpooled.buffer(2048);
        private Channel channel;
        private long presentation;
        private long part;
        private int bodyLeft = -1;

        Asker(String playlist, Delays delays) {
            this.playlist = playlist;
            this.delays = delays;
        }

        void begin(long ofPresentation, long firstPart) {
            presentation = ofPresentation;
            part = firstPart;
            ask();
        }

        private void ask() {
            var path =
                    playlist.isEmpty()
                            ? presentation + "." + part + ".m4s"
                            : playlist
                                    + "?_HLS_msn="
                                    + (presentation + part / partsOfASegment)
                                    + "&_HLS_part="
                                    + part % partsOfASegment;
            var request =
                    "GET /live/show/video-1/"
                            + path
                            + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate\r\n\r\n";
            channel.writeAndFlush(Unpooled.copiedBuffer(request, US_ASCII), channel.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            if (bodyLeft < 0) {
                head.writeBytes(bytes);
                readHead();
            } else {
                bodyLeft -= bytes.readableBytes();
            }
            if (bodyLeft == 0) {
                bodyLeft = -1;
                var delay = System.nanoTime() - table.at(part);
                delays.add(delay);
                part += delay > LATE_NANOS ? partsOfASegment / 2 : 1;
                ask();
            }
        }

        private void readHead() {
            var end = ByteBufUtil.indexOf(END_OF_HEAD, head);
            if (end < 0) {
                return;
            }
            if (head.getByte(9) != '2' && failed++ == 0) {
                System.out.println(presentation + "." + part + " " + head.toString(US_ASCII));
            }
            var at = ByteBufUtil.indexOf(CONTENT_LENGTH, head) + CONTENT_LENGTH.readableBytes();
            int length = 0;
            for (byte digit = head.getByte(at); digit != '\r'; digit = head.getByte(++at)) {
                length = length * 10 + digit - '0';
            }
            bodyLeft = length - (head.readableBytes() - end - END_OF_HEAD.readableBytes());
            head.clear();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            failed++;
        }
    }

    /// Written by one event loop, read when it is told to be over.
    private static final class Delays {

        private long[] nanos = new long[1 << 16];
        private int count;

        synchronized void add(long delay) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = delay;
        }

        synchronized void clear() {
            count = 0;
        }

        synchronized String summary(int seconds) {
            var sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return String.format(
                    "%d/s, delay ms p50 %.1f p90 %.1f p99 %.1f max %.1f",
                    count / seconds,
                    at(sorted, 0.5),
                    at(sorted, 0.9),
                    at(sorted, 0.99),
                    at(sorted, 1));
        }

        private static double at(long[] sorted, double part) {
            return sorted.length == 0
                    ? 0
                    : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)] / 1e6;
        }
    }
}
