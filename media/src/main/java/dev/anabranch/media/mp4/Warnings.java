package dev.anabranch.media.mp4;

import java.util.ArrayList;
import java.util.List;

/// What was odd about a file but did not stop us, in sentences for a person. Owned by one thread.
final class Warnings {

    private static final int MAX_WARNINGS = 64;

    private final List<String> sentences = new ArrayList<>();
    private int left;

    void add(String sentence) {
        if (sentences.size() == MAX_WARNINGS) {
            left++;
            return;
        }
        sentences.add(sentence);
    }

    List<String> list() {
        if (left == 0) {
            return List.copyOf(sentences);
        }
        var all = new ArrayList<>(sentences);
        all.add("and " + left + " more");
        return List.copyOf(all);
    }
}
