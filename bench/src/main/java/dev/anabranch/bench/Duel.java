package dev.anabranch.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Two servers under the same load in turn, the first rounds not counted: what is measured is a
/// server that has run for a while.
final class Duel {

    private static final int WARM_UP_ROUNDS = 4;

    private final Load load;
    private final Server our;
    private final List<String> ourPaths;
    private final Server their;
    private final List<String> theirPaths;
    private final List<Load.Outcome> ours = new ArrayList<>();
    private final List<Load.Outcome> theirs = new ArrayList<>();

    Duel(Load load, Server our, List<String> ourPaths, Server their, List<String> theirPaths) {
        this.load = load;
        this.our = our;
        this.ourPaths = ourPaths;
        this.their = their;
        this.theirPaths = theirPaths;
    }

    Duel run(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            var mine = load.run(our, ourPaths);
            var other = load.run(their, theirPaths);
            if (round >= WARM_UP_ROUNDS) {
                ours.add(mine);
                theirs.add(other);
            }
        }
        return this;
    }

    /// MB for each second of processor time.
    Samples ours() {
        return new Samples(ours.stream().map(Load.Outcome::megabytesPerCpuSecond).toList());
    }

    Samples theirs() {
        return new Samples(theirs.stream().map(Load.Outcome::megabytesPerCpuSecond).toList());
    }

    /// MB a second as the client saw them.
    Samples ourRate() {
        return new Samples(ours.stream().map(Load.Outcome::megabytesPerSecond).toList());
    }

    Samples theirRate() {
        return new Samples(theirs.stream().map(Load.Outcome::megabytesPerSecond).toList());
    }

    Samples ourRequests() {
        return new Samples(ours.stream().map(Load.Outcome::requestsPerCpuSecond).toList());
    }

    Samples theirRequests() {
        return new Samples(theirs.stream().map(Load.Outcome::requestsPerCpuSecond).toList());
    }
}
