package dev.anabranch.media.hls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The variables of one playlist while it is read, and what replaces references to them (4.3).
///
/// Owned by one thread.
final class Variables {

    /// Authors use a handful.
    static final int MAX_VARIABLES = 10_000;

    private static final String REFERENCE = "{$";

    private final VariableSource source;
    private final Map<String, String> values = new LinkedHashMap<>();

    Variables(VariableSource source) {
        this.source = source;
    }

    /// Name to value, of those whose value is known.
    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /// @throws LineException when the name is taken, or its value cannot be had and is wanted
    void define(Define define) throws LineException {
        if (values.containsKey(define.name())) {
            throw LineException.fatal("the variable " + define.name() + " is defined already");
        }
        if (values.size() == MAX_VARIABLES) {
            throw LineException.limit("number of variables", MAX_VARIABLES + 1L, MAX_VARIABLES);
        }
        values.put(define.name(), source.value(define));
    }

    /// `text` with every reference replaced once.
    ///
    /// @throws LineException when a variable is not defined before this line
    String resolve(String text) throws LineException {
        if (!source.isSubstituting()) {
            return text;
        }
        int reference = text.indexOf(REFERENCE);
        if (reference < 0) {
            return text;
        }
        var resolved = new StringBuilder(text.length());
        int from = 0;
        while (reference >= 0) {
            int end = nameEnd(text, reference + REFERENCE.length());
            if (end < 0) {
                reference = text.indexOf(REFERENCE, reference + 1);
                continue;
            }
            String value = values.get(text.substring(reference + REFERENCE.length(), end));
            if (value == null) {
                throw LineException.fatal(
                        "the variable " + text.substring(reference, end + 1) + " is not defined");
            }
            resolved.append(text, from, reference).append(value);
            from = end + 1;
            reference = text.indexOf(REFERENCE, from);
        }
        return resolved.append(text, from, text.length()).toString();
    }

    /// Where the closing brace is, or -1 when this is no reference.
    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Define.isNameCharacter(text.charAt(end))) {
            end++;
        }
        return end > from && end < text.length() && text.charAt(end) == '}' ? end : -1;
    }
}
