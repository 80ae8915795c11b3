package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a stream shows while its publisher is away.
///
/// @param backups names of streams, the first that is on air is taken
/// @param slate a file that is shown again and again when none of them is
public record StandIns(List<String> backups, Optional<Path> slate) {

    static final StandIns NONE = new StandIns(List.of(), Optional.empty());

    public StandIns {
        backups = List.copyOf(backups);
    }

    static StandIns read(Section said) throws MediaFormatException {
        var backups = said.texts("failover");
        if (backups.size() > dev.anabranch.kernel.Failover.MAX_BACKUPS) {
            throw said.refusal(
                    "failover", "has at most " + dev.anabranch.kernel.Failover.MAX_BACKUPS);
        }
        for (var backup : backups) {
            if (!StreamDefinition.isName(backup)) {
                throw said.refusal("failover", "names streams; '" + backup + "' is no name");
            }
        }
        var slate = said.text("slate");
        try {
            return new StandIns(backups, slate.map(Path::of));
        } catch (InvalidPathException wrong) {
            throw said.refusal("slate", "is a file, which '" + slate.orElse("") + "' cannot be");
        }
    }

    StandIns within(Path folder) {
        return new StandIns(backups, slate.map(folder::resolve));
    }

    void write(Map<String, Object> words) {
        if (!backups.isEmpty()) {
            words.put("failover", backups);
        }
        slate.ifPresent(file -> words.put("slate", file.toString()));
    }
}
