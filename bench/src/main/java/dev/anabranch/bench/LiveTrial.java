package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What all rows of `bench live` share: the server under test, and how crowds are sent to it.
///
/// @param ours runs from the first row to the last
/// @param seconds how long each run is looked at
record LiveTrial(Settings settings, Report report, Workspace room, Server ours, int seconds) {

    static final String OURS = stream(LivePeers.RTMP_PORT, "bench");
    static final String THEIRS = stream(LivePeers.PEER_RTMP_PORT, "bench");

    /// Where a stream is published to.
    static String stream(int port, String name) {
        return "rtmp://127.0.0.1:" + port + "/live/" + name;
    }

    static String playlist(int port, String name) {
        return "http://127.0.0.1:" + port + "/live/" + name + "/index.m3u8";
    }

    static Samples one(double value) {
        return new Samples(List.of(value));
    }

    /// A run that can be made again.
    interface Run {
        Crowd.Outcome run() throws IOException, InterruptedException;
    }

    /// The same run once a round.
    List<Crowd.Outcome> rounds(Run run) throws IOException, InterruptedException {
        var outcomes = new ArrayList<Crowd.Outcome>();
        for (int round = 0; round < settings.rounds(); round++) {
            outcomes.add(run.run());
        }
        return outcomes;
    }

    static Samples figures(List<Crowd.Outcome> outcomes, String name) {
        return new Samples(outcomes.stream().map(outcome -> outcome.figure(name)).toList());
    }

    Samples shareOfCore(List<Crowd.Outcome> outcomes) {
        return new Samples(
                outcomes.stream().map(outcome -> outcome.cpuSeconds() / seconds).toList());
    }

    Crowd.Outcome rtmp(Path clip, int players, String... more)
            throws IOException, InterruptedException {
        return rtmp(ours, OURS, clip, players, more);
    }

    /// @param stream that the crowd publishes and plays
    Crowd.Outcome rtmp(Server server, String stream, Path clip, int players, String... more)
            throws IOException, InterruptedException {
        return Crowd.run(server, rtmpWords(stream, clip, players, seconds, more));
    }

    static List<String> rtmpWords(
            String stream, Path clip, int players, long seconds, String... more) {
        var words = new ArrayList<>(List.of("rtmp-crowd", stream, "--clip", clip.toString()));
        words.addAll(List.of("--players", Integer.toString(players)));
        words.addAll(List.of("--seconds", Long.toString(seconds)));
        words.addAll(List.of(more));
        return words;
    }

    Crowd.Outcome hls(Path clip, int viewers) throws IOException, InterruptedException {
        return hls(ours, OURS, clip, playlist(ours.port(), "bench"), viewers);
    }

    /// @param stream that the crowd publishes
    /// @param playlist of the same, which it watches
    Crowd.Outcome hls(Server server, String stream, Path clip, String playlist, int viewers)
            throws IOException, InterruptedException {
        return Crowd.run(server, hlsWords(stream, clip, playlist, viewers, seconds));
    }

    static List<String> hlsWords(
            String stream, Path clip, String playlist, int viewers, long seconds) {
        return List.of(
                "hls-crowd",
                stream,
                playlist,
                "--clip",
                clip.toString(),
                "--players",
                Integer.toString(viewers),
                "--seconds",
                Long.toString(seconds));
    }
}
