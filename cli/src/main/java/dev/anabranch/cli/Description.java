package dev.anabranch.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Named facts in the order they were put: a JSON object for programs, indented lines for people.
/// The names are listed in docs/inspect.md. Owned by one thread.
final class Description {

    private final Map<String, Object> facts = new LinkedHashMap<>();

    /// Puts a number, text or truth value.
    Description put(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    Description put(String name, Optional<?> value) {
        value.ifPresent(present -> facts.put(name, present));
        return this;
    }

    Description putText(String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
        return this;
    }

    /// Puts a time in seconds, to the microsecond.
    Description putSeconds(String name, Duration time) {
        facts.put(name, Math.round(time.toNanos() / 1e3) / 1e6);
        return this;
    }

    Description put(String name, Description inner) {
        facts.put(name, inner.facts);
        return this;
    }

    Description putAll(String name, List<Description> inner) {
        facts.put(name, inner.stream().map(one -> one.facts).toList());
        return this;
    }

    Description putTexts(String name, List<String> texts) {
        facts.put(name, List.copyOf(texts));
        return this;
    }

    String toJson() {
        return Json.line(facts);
    }

    String toText() {
        var text = new StringBuilder();
        lines(facts, "", text);
        return text.toString();
    }

    private static void lines(Map<?, ?> facts, String indent, StringBuilder text) {
        for (var fact : facts.entrySet()) {
            switch (fact.getValue()) {
                case Map<?, ?> inner -> {
                    text.append(indent).append(fact.getKey()).append(":\n");
                    lines(inner, indent + "  ", text);
                }
                case List<?> list -> list(String.valueOf(fact.getKey()), list, indent, text);
                default ->
                        text.append(indent)
                                .append(fact.getKey())
                                .append(": ")
                                .append(Printable.line(String.valueOf(fact.getValue())))
                                .append('\n');
            }
        }
    }

    private static void list(String name, List<?> list, String indent, StringBuilder text) {
        int number = 0;
        for (var item : list) {
            number++;
            if (item instanceof Map<?, ?> inner) {
                text.append(indent).append(name).append(' ').append(number).append(":\n");
                lines(inner, indent + "  ", text);
            } else {
                text.append(indent)
                        .append(name)
                        .append(": ")
                        .append(Printable.line(String.valueOf(item)))
                        .append('\n');
            }
        }
    }
}
