package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Programs that do the same job, run in turn.
///
/// The first round warms the page cache and is not counted; after it every other round goes in the
/// opposite order, so that what changes slowly on the machine falls on all alike.
final class Contest {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /// @param output a folder of its own, empty at each start and left full at the end
    record Contestant(String name, List<String> command, Path output) {}

    private final List<Contestant> contestants;
    private final List<List<Usage>> usages = new ArrayList<>();

    Contest(List<Contestant> contestants) {
        this.contestants = List.copyOf(contestants);
        contestants.forEach(each -> usages.add(new ArrayList<>()));
    }

    /// Runs `rounds` counted rounds.
    Contest run(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < contestants.size(); i++) {
                int turn = round % 2 == 0 ? i : contestants.size() - 1 - i;
                var contestant = contestants.get(turn);
                Workspace.delete(contestant.output);
                Files.createDirectories(contestant.output);
                var usage = Child.run(TIMEOUT, contestant.command);
                if (round > 0) {
                    usages.get(turn).add(usage);
                }
            }
        }
        return this;
    }

    /// What the `n`-th contestant took, a usage a round.
    List<Usage> usages(int n) {
        return List.copyOf(usages.get(n));
    }
}
