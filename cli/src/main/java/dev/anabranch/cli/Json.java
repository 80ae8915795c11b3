package dev.anabranch.cli;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// The program's JSON: records become objects, one a line.
final class Json {

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private Json() {}

    static String line(Object value) {
        return WRITER.writeValueAsString(value) + System.lineSeparator();
    }
}
