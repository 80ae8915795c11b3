package dev.anabranch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Figures of the same thing, one a round.
record Samples(List<Double> values) {

    Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
    }

    double median() {
        return quantile(0.5);
    }

    double least() {
        return quantile(0);
    }

    double most() {
        return quantile(1);
    }

    /// The value that a share of `part` of the samples is below, between two of them in proportion.
    double quantile(double part) {
        var sorted = values.stream().sorted().toList();
        double at = part * (sorted.size() - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
    }

    /// These values over those of the same rounds.
    Samples over(Samples others) {
        if (others.values.size() != values.size()) {
            throw new IllegalArgumentException(
                    "rounds=" + values.size() + " others=" + others.values.size());
        }
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / others.values.get(i));
        }
        return new Samples(ratios);
    }

    /// `median (least–most)` with as many digits as mean something.
    @Override
    public String toString() {
        int digits = median() >= 100 ? 0 : median() >= 10 ? 1 : median() >= 0.1 ? 2 : 4;
        var number = "%." + digits + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + "–" + number + ")",
                median(),
                least(),
                most());
    }
}
