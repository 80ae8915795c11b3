package dev.anabranch.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What a configuration file or the body of a request says, before anyone has looked what it means.
/// Each part knows the line that it begins at, so that a refusal can name it.
sealed interface Node {

    /// The first line, counted from 1.
    int line();

    /// One word, number or text, as it was written; an empty one for `null`.
    record Scalar(String text, int line) implements Node {}

    /// Several, one behind the other.
    record Sequence(List<Node> items, int line) implements Node {

        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// By key, in the order in which they were written.
    record Mapping(SequencedMap<String, Node> entries, int line) implements Node {

        public Mapping {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }
    }
}
