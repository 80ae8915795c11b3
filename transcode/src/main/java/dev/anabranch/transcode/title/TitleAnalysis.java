package dev.anabranch.transcode.title;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.Rung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a film needs, as its probe encodes have shown.
///
/// @param about what was measured, and how
/// @param points everything that was measured, a size after the other, the largest first
/// @param hull of them, as far as sizes may have so many bits
/// @param rungs the best first
/// @param layouts of sound, as the ladder had them that named the sizes
/// @param decisions with their reasons, for people
public record TitleAnalysis(
        About about,
        List<ProbePoint> points,
        Hull hull,
        List<ChosenRung> rungs,
        List<Ladder.Layout> layouts,
        List<Decision> decisions) {

    /// How it was measured.
    ///
    /// @param film its name, for people
    /// @param length of what is taken of it
    /// @param reference the size that pictures are compared at: `1920x1080`
    /// @param programs that encoded and measured, and the words they were given, for people
    /// @param notes what a reader has to know beside, such as what was not measured
    public record About(
            String film,
            Optional<Duration> length,
            Samples samples,
            Metric metric,
            String reference,
            List<Decision> programs,
            List<Decision> notes) {
        public About {
            programs = List.copyOf(programs);
            notes = List.copyOf(notes);
        }
    }

    public TitleAnalysis {
        points = List.copyOf(points);
        rungs = List.copyOf(rungs);
        layouts = List.copyOf(layouts);
        decisions = List.copyOf(decisions);
        if (rungs.isEmpty()) {
            throw new IllegalArgumentException("no rungs");
        }
    }

    /// Chooses rungs by what was measured.
    ///
    /// @param points at least one
    public static TitleAnalysis of(
            About about, PerTitle wanted, List<Ladder.Layout> layouts, List<ProbePoint> points) {
        var choice = new RungChoice(about.metric(), wanted.maxRungs(), points);
        var rungs = choice.rungs();
        var decisions = new ArrayList<Decision>();
        decisions.add(
                new Decision(
                        "metric",
                        about.metric().toString(),
                        "of the luma at %s, all frames of all samples"
                                .formatted(about.reference())));
        decisions.add(about.samples().decision());
        decisions.addAll(about.notes());
        decisions.addAll(choice.decisions());
        for (var rung : rungs) {
            decisions.add(new Decision(rung.name(), words(rung, about.metric()), rung.reason()));
        }
        return new TitleAnalysis(about, points, choice.hull(), rungs, layouts, decisions);
    }

    private static String words(ChosenRung rung, Metric metric) {
        var point = rung.point();
        return "%s, %s".formatted(Rates.text(point.bitsPerSecond()), metric.text(point.quality()));
    }

    /// The rungs with their reasons, as a planner takes them.
    public Ladder ladder() {
        var all = rungs.stream().map(ChosenRung::rung).toArray(Rung[]::new);
        return new Ladder(false, List.of(all), layouts, decisions);
    }
}
