package dev.anabranch.service;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Maps, lists and plain values as JSON.
final class JsonText {

    private static final ObjectWriter COMPACT = JsonMapper.builder().build().writer();
    private static final ObjectWriter PRETTY = COMPACT.with(SerializationFeature.INDENT_OUTPUT);

    private JsonText() {}

    static String compact(Object value) {
        return COMPACT.writeValueAsString(value) + "\n";
    }

    /// For files that people look into.
    static String pretty(Object value) {
        return PRETTY.writeValueAsString(value) + "\n";
    }
}
