package dev.anabranch.bench;

import dev.anabranch.bench.Contest.Contestant;
import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What cutting a film into chunks costs on one machine, and what a second worker brings.
///
/// A worker is a processor's: the program takes one for each processor it may use.
///
/// @param room where the outputs lie
/// @param filmSeconds how long the film lasts
record ChunkRows(Report report, Workspace room, double filmSeconds) {

    private static final String CHUNKS = "2";

    /// @param command makes a ladder into a folder
    void run(Function<Path, List<String>> command, int rounds)
            throws IOException, InterruptedException {
        var contest =
                new Contest(
                                List.of(
                                        contestant(command, "off", List.of()),
                                        contestant(command, CHUNKS, List.of()),
                                        contestant(command, CHUNKS, List.of("taskset", "-c", "0"))))
                        .run(rounds);
        var single = speed(contest.usages(0));
        var chunked = speed(contest.usages(1));
        var pinned = speed(contest.usages(2));
        report.ratio(
                "speed (film over wall), of %s chunks over one run".formatted(CHUNKS),
                chunked,
                single,
                0.97,
                Better.MORE);
        report.ratio(
                "speed (film over wall), of two workers on two cores over one pinned to one",
                chunked,
                pinned,
                1.8,
                Better.MORE);
    }

    private Contestant contestant(
            Function<Path, List<String>> command, String chunks, List<String> pinning) {
        var out = room.file("chunks-" + chunks + (pinning.isEmpty() ? "" : "-pinned"));
        var words = new ArrayList<>(pinning);
        words.addAll(command.apply(out));
        words.addAll(List.of("--chunks", chunks));
        return new Contestant(chunks, words, out);
    }

    private Samples speed(List<Usage> rounds) {
        return Usage.of(rounds, usage -> filmSeconds / usage.wallSeconds());
    }
}
