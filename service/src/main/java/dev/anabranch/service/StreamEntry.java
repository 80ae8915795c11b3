package dev.anabranch.service;

import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.media.MediaFormatException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A declared stream, and what is known of it besides its definition.
///
/// @param id opaque, `ls_…`
/// @param isEnabled whether anybody may publish it
public record StreamEntry(
        String id,
        Instant createdAt,
        Keeper keeper,
        boolean isEnabled,
        StreamDefinition definition) {

    static final String PREFIX = "ls_";

    /// Who may change it.
    public enum Keeper {
        /// The API; kept in the data folder.
        API,
        /// The configuration file.
        FILE,
        /// Nobody: someone publishes it who needs no key. It is gone when it has been idle for a
        /// while.
        NOBODY
    }

    /// One that the API has been asked for.
    static StreamEntry created(Instant now, StreamDefinition definition) {
        return new StreamEntry(Token.id(PREFIX), now, Keeper.API, true, definition);
    }

    /// One of the configuration file, which has no place for an id: its name stands in for it.
    static StreamEntry configured(Instant now, StreamDefinition definition) {
        return new StreamEntry(PREFIX + definition.name(), now, Keeper.FILE, true, definition);
    }

    /// One that is there because it is published, and for no other reason.
    ///
    /// @param settings what it is cut and recorded by
    static StreamEntry undeclared(String name, Instant since, BroadcastSettings settings) {
        var definition =
                new StreamDefinition(
                        name,
                        Admittance.USUAL,
                        settings,
                        Optional.empty(),
                        java.util.List.of(),
                        StandIns.NONE);
        return new StreamEntry(PREFIX + name, since, Keeper.NOBODY, true, definition);
    }

    public String name() {
        return definition.name();
    }

    StreamEntry with(StreamDefinition other) {
        return new StreamEntry(id, createdAt, keeper, isEnabled, other);
    }

    StreamEntry withEnabled(boolean isWanted) {
        return new StreamEntry(id, createdAt, keeper, isWanted, definition);
    }

    static StreamEntry read(Section kept) throws MediaFormatException {
        var id = kept.text("id").orElseThrow(() -> kept.refusal("id", "is needed"));
        var name = kept.text("name").orElseThrow(() -> kept.refusal("name", "is needed"));
        var createdAt = kept.text("created_at").orElse("");
        var isEnabled = kept.flag("enabled").orElse(true);
        var definition =
                StreamDefinition.read(name, kept, Optional.empty(), BroadcastSettings.DEFAULT);
        kept.end();
        try {
            return new StreamEntry(id, Instant.parse(createdAt), Keeper.API, isEnabled, definition);
        } catch (DateTimeParseException wrong) {
            throw kept.refusal("created_at", "is not a time: '" + createdAt + "'");
        }
    }

    /// What [#read] reads.
    Map<String, Object> words() {
        var words = new LinkedHashMap<String, Object>();
        words.put("id", id);
        words.put("created_at", createdAt.toString());
        words.put("enabled", isEnabled);
        words.putAll(definition.words());
        return words;
    }
}
