package dev.anabranch.packager.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects what a check finds; owned by one thread.
///
/// A fault that every segment of a long programme has is told [#MAX_OF_A_KIND] times a file.
final class Findings {

    static final int MAX_OF_A_KIND = 20;

    private static final int MAX_BREACHES = 10_000;

    private final Set<Breach> breaches = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int leftOut;

    void must(String rule, String file, String where, String text) {
        add(new Breach(rule, Breach.Severity.MUST, file, where, text));
    }

    void should(String rule, String file, String where, String text) {
        add(new Breach(rule, Breach.Severity.SHOULD, file, where, text));
    }

    void add(Breach breach) {
        if (breaches.contains(breach)) {
            return;
        }
        int count = counts.merge(breach.rule() + " " + breach.file(), 1, Integer::sum);
        if (count > MAX_OF_A_KIND || breaches.size() >= MAX_BREACHES) {
            leftOut++;
            return;
        }
        breaches.add(breach);
    }

    /// Something that could not be checked.
    void note(String text) {
        if (notes.size() < MAX_BREACHES) {
            notes.add(text);
        }
    }

    List<Breach> breaches() {
        return List.copyOf(breaches);
    }

    List<String> notes() {
        var all = new ArrayList<>(notes);
        if (leftOut > 0) {
            all.add(leftOut + " further breaches of the same kinds are not listed");
        }
        return List.copyOf(all);
    }
}
