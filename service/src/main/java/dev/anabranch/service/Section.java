package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/// One mapping, read key by key. Whatever is wrong is refused with its line and the whole key; a
/// key that nobody has asked for is refused at the [#end], so that no setting can be misspelt in
/// silence.
final class Section {

    private static final Pattern DURATION =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");

    private final String path;
    private final Node.Mapping mapping;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String path, Node.Mapping mapping) {
        this.path = path;
        this.mapping = mapping;
    }

    /// @param path what the keys are told with before them; empty at the top
    static Section of(String path, Node node) throws MediaFormatException {
        return switch (node) {
            case Node.Mapping mapping -> new Section(path, mapping);
            case Node.Scalar scalar when scalar.text().isEmpty() ->
                    new Section(path, new Node.Mapping(new LinkedHashMap<>(), scalar.line()));
            case Node.Scalar scalar ->
                    throw refusal(scalar, path, "needs keys below it, not '" + scalar.text() + "'");
            case Node.Sequence list -> throw refusal(list, path, "needs keys below it, not a list");
        };
    }

    private static MediaFormatException refusal(Node node, String path, String what) {
        var where = "line " + node.line() + (path.isEmpty() ? "" : ", " + path);
        return MediaFormatException.malformed(where, path.isEmpty() ? what : path + " " + what);
    }

    /// What a value of this section is refused with.
    MediaFormatException refusal(String key, String what) {
        var node = mapping.entries().get(key);
        return refusal(node == null ? mapping : node, pathOf(key), what);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private Optional<Node> find(String key) {
        known.add(key);
        return Optional.ofNullable(mapping.entries().get(key));
    }

    boolean has(String key) {
        return find(key).isPresent();
    }

    /// Empty when the key is absent, or there is nothing behind it.
    Optional<String> text(String key) throws MediaFormatException {
        var node = find(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof Node.Scalar scalar) {
            return Optional.of(scalar.text()).filter(text -> !text.isEmpty());
        }
        throw refusal(node.get(), pathOf(key), "needs one value");
    }

    Optional<Boolean> flag(String key) throws MediaFormatException {
        var text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> throw refusal(key, "is true or false, not '" + text.get() + "'");
        };
    }

    Optional<Integer> number(String key, int least, int most) throws MediaFormatException {
        var text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException none) {
            // is said below, with what would be right
        }
        throw refusal(key, "is a number in " + least + ".." + most + ", not '" + text.get() + "'");
    }

    /// `200ms`, `2s`, `1.5m`, `12h`, `7d`, or a bare number of seconds.
    Optional<Duration> duration(String key, Duration least, Duration most)
            throws MediaFormatException {
        var text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var form = DURATION.matcher(text.get());
        if (!form.matches()) {
            throw refusal(key, "is a time such as 200ms, 2s or 1h, not '" + text.get() + "'");
        }
        var unit = nanosOf(form.group(2) == null ? "s" : form.group(2));
        var nanos = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit));
        var seconds = nanos.movePointLeft(9);
        if (seconds.compareTo(seconds(least)) < 0 || seconds.compareTo(seconds(most)) > 0) {
            throw refusal(
                    key, "is in " + words(least) + ".." + words(most) + ", not " + text.get());
        }
        return Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 9);
    }

    private static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ms" -> 1_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> 1_000_000_000L;
        };
    }

    /// One of `words`, in any case.
    <E extends Enum<E>> Optional<E> word(String key, Class<E> words) throws MediaFormatException {
        var text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var names = new ArrayList<String>();
        for (var word : words.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(text.get())) {
                return Optional.of(word);
            }
            names.add(word.name().toLowerCase(Locale.ROOT));
        }
        throw refusal(key, "is one of " + String.join(", ", names) + ", not '" + text.get() + "'");
    }

    /// An address of one of `schemes` that names a host.
    Optional<URI> address(String key, List<String> schemes) throws MediaFormatException {
        var text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text.get());
            if (uri.getScheme() != null
                    && uri.getHost() != null
                    && schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException none) {
            // is said below; the value may hold a key and is not repeated
        }
        throw refusal(
                key, "is an address that begins with " + String.join(":// or ", schemes) + "://");
    }

    /// The values of a list; a single one needs no list.
    List<String> texts(String key) throws MediaFormatException {
        var texts = new ArrayList<String>();
        for (var item : items(key)) {
            if (!(item instanceof Node.Scalar scalar) || scalar.text().isEmpty()) {
                throw refusal(item, pathOf(key), "needs a list of values");
            }
            texts.add(scalar.text());
        }
        return texts;
    }

    /// The mappings of a list.
    List<Section> sections(String key) throws MediaFormatException {
        var sections = new ArrayList<Section>();
        for (var item : items(key)) {
            sections.add(of(pathOf(key) + "[" + sections.size() + "]", item));
        }
        return sections;
    }

    private List<Node> items(String key) {
        return find(key)
                .map(node -> node instanceof Node.Sequence list ? list.items() : List.of(node))
                .orElse(List.of());
    }

    /// What is below a key; without entries when there is nothing.
    Section section(String key) throws MediaFormatException {
        var node = find(key);
        return node.isPresent()
                ? of(pathOf(key), node.get())
                : new Section(pathOf(key), new Node.Mapping(new LinkedHashMap<>(), mapping.line()));
    }

    /// What is below each key of a mapping whose keys are names.
    SequencedMap<String, Section> named(String key) throws MediaFormatException {
        var within = section(key);
        var named = new LinkedHashMap<String, Section>();
        for (var entry : within.mapping.entries().entrySet()) {
            named.put(entry.getKey(), of(within.pathOf(entry.getKey()), entry.getValue()));
        }
        return named;
    }

    /// All keys have been asked for.
    ///
    /// @throws MediaFormatException for the first that has not
    void end() throws MediaFormatException {
        for (var entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw refusal(
                        entry.getValue(),
                        pathOf(entry.getKey()),
                        "is not known here; known are " + String.join(", ", known));
            }
        }
    }
}
