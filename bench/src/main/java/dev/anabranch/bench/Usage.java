package dev.anabranch.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a program took from its start to its end, JVM or interpreter included.
///
/// @param wallSeconds from just before it was started to just after it had ended
/// @param cpuSeconds user and system time of it and of what it started, in steps of 10 ms
/// @param peakMebibytes the most memory it had resident at once, 0 when it ended before one look
record Usage(double wallSeconds, double cpuSeconds, double peakMebibytes) {

    static Samples of(List<Usage> rounds, ToDoubleFunction<Usage> figure) {
        return new Samples(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
