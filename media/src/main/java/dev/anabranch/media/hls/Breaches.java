package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.List;

/// Collects what rules find in one playlist; owned by one thread.
final class Breaches {

    private static final int MAX_BREACHES = 1000;

    private final SourceLines lines;
    private final List<Breach> found = new ArrayList<>();

    Breaches(SourceLines lines) {
        this.lines = lines;
    }

    List<Breach> found() {
        return List.copyOf(found);
    }

    void must(String rule, String where, String text) {
        add(new Breach(rule, Breach.Severity.MUST, where, text));
    }

    void should(String rule, String where, String text) {
        add(new Breach(rule, Breach.Severity.SHOULD, where, text));
    }

    /// The place of a tag.
    String tag(String name, Object tag) {
        int line = lines.of(tag);
        return line == 0 ? name : "line " + line + ", " + name;
    }

    /// The place of the segment with this index in [MediaPlaylist#segments].
    String segment(int index) {
        int line = lines.ofSegment(index);
        return line == 0 ? "segment " + index : "line " + line + ", segment " + index;
    }

    private void add(Breach breach) {
        if (found.size() < MAX_BREACHES) {
            found.add(breach);
        }
    }
}
