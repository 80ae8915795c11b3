package dev.anabranch.service;

import dev.anabranch.live.SlateFile;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Something outside of its line that a configuration file relies on. That it is not there is said
/// when the file is read, not when the publisher is gone and the slate is missing.
///
/// @param refusal with the line and the key, of what is wrong with them
record Mention(Kind kind, String name, Function<String, MediaFormatException> refusal) {

    enum Kind {
        /// Another stream.
        BACKUP,
        /// A film.
        SLATE
    }

    /// What a stream relies on.
    static List<Mention> of(StreamDefinition stream, Section section) {
        var all = new ArrayList<Mention>();
        for (var backup : stream.standIns().backups()) {
            all.add(new Mention(Kind.BACKUP, backup, what -> section.refusal("failover", what)));
        }
        stream.standIns()
                .slate()
                .ifPresent(file ->
                        all.add(
                                new Mention(
                                        Kind.SLATE,
                                        file.toString(),
                                        what -> section.refusal("slate", what))));
        return all;
    }

    /// Reads the disk.
    ///
    /// @param isStream whether a name is that of a declared stream
    /// @throws MediaFormatException when it is not there, or cannot be used
    void check(Predicate<String> isStream) throws MediaFormatException {
        switch (kind) {
            case BACKUP -> {
                if (!isStream.test(name)) {
                    throw refusal.apply(
                            "names " + name + ", and no stream of that name is declared");
                }
            }
            case SLATE -> checkSlate();
        }
    }

    private void checkSlate() throws MediaFormatException {
        var file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw refusal.apply("names " + name + ", which is not there or cannot be read");
        }
        try {
            new SlateFile(file).show().close();
        } catch (IOException | MediaFormatException unusable) {
            throw refusal.apply("cannot be shown: " + unusable.getMessage());
        }
    }
}
