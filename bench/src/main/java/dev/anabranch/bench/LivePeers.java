package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How live servers are started for a bench, ours and the others, all with settings for low delay.
final class LivePeers {

    /// Ours.
    static final int RTMP_PORT = Server.freePort();

    /// Theirs: they come and go while ours runs on.
    static final int PEER_RTMP_PORT = Server.freePort();

    static final int PEER_HTTP_PORT = Server.freePort();

    /// Where Debian puts the module for nginx.
    static final Path NGINX_MODULE = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");

    private LivePeers() {}

    /// `anabranch serve` with these options.
    ///
    /// @param gcLogs the folder for what its garbage collector says
    static Server anabranch(Path gcLogs, List<String> options)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("--rtmp-port", Integer.toString(RTMP_PORT)));
        all.addAll(options);
        return Server.live(all, gcLogs);
    }

    static Server nginx(Peer nginx, Path folder) throws IOException, InterruptedException {
        var home = Files.createDirectories(folder.resolve("nginx-rtmp"));
        var configuration =
                write(
                        home.resolve("nginx.conf"),
                        """
                        load_module %s;
                        daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log error.log crit;
                        worker_rlimit_nofile 20000;
                        events { worker_connections 8192; }
                        rtmp { server { listen 127.0.0.1:%d; chunk_size 60000; application live { live on; } } }
                        """
                                .formatted(NGINX_MODULE, PEER_RTMP_PORT));
        return Server.peer(
                nginx.command("-p", home + "/", "-e", "error.log", "-c", configuration.toString()),
                home,
                PEER_RTMP_PORT);
    }

    /// SRS as its manual has it for low latency.
    static Server srs(Peer srs, Path folder) throws IOException, InterruptedException {
        var home = Files.createDirectories(folder.resolve("srs"));
        var configuration =
                write(
                        home.resolve("srs.conf"),
                        """
                        listen %d;
                        max_connections 8000;
                        daemon off;
                        srs_log_tank file;
                        srs_log_file %s;
                        pid %s;
                        vhost __defaultVhost__ {
                            tcp_nodelay on;
                            min_latency on;
                            play { gop_cache on; queue_length 10; mw_latency 0; mw_msgs 0; }
                            publish { mr off; }
                        }
                        """
                                .formatted(
                                        PEER_RTMP_PORT, home.resolve("log"), home.resolve("pid")));
        return Server.peer(srs.command("-c", configuration.toString()), home, PEER_RTMP_PORT);
    }

    /// MediaMTX with its defaults, parts of 200 ms among them.
    static Server mediaMtx(Peer mediaMtx, Path folder) throws IOException, InterruptedException {
        var home = Files.createDirectories(folder.resolve("mediamtx"));
        var configuration =
                write(
                        home.resolve("mediamtx.yml"),
                        """
                        logLevel: error
                        rtsp: no
                        webrtc: no
                        srt: no
                        rtmpAddress: 127.0.0.1:%d
                        hlsAddress: 127.0.0.1:%d
                        hlsAlwaysRemux: yes
                        paths:
                          all_others:
                        """
                                .formatted(PEER_RTMP_PORT, PEER_HTTP_PORT));
        return Server.peer(mediaMtx.command(configuration.toString()), home, PEER_RTMP_PORT);
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }
}
