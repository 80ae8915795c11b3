package dev.anabranch.service;

import dev.anabranch.kernel.Failover;
import dev.anabranch.media.MediaFormatException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a stream shows while its publisher is away.
///
/// ```yaml
/// failover: [backup]      # streams that stand by, the first that sends is taken
/// failover_after: 3s      # how long a publisher may send nothing; one that is gone is seen at once
/// slate: slate.mp4        # shown again and again when no backup sends
/// slate_limit: 1h         # then the stream ends
/// ```
///
/// @param backups names of streams, the first that is on air is taken
/// @param slate a file that is shown again and again when none of them is
/// @param silence how long a publisher that is connected may send nothing
/// @param slateLimit how long the slate keeps the stream on air
public record StandIns(
        List<String> backups, Optional<Path> slate, Duration silence, Duration slateLimit) {

    static final StandIns NONE =
            new StandIns(
                    List.of(),
                    Optional.empty(),
                    Failover.DEFAULT_SILENCE,
                    Failover.DEFAULT_SLATE_LIMIT);

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_SLATE = Duration.ofDays(7);

    public StandIns {
        backups = List.copyOf(backups);
    }

    /// @param before what holds of what the section does not say
    static StandIns read(Section said, StandIns before) throws MediaFormatException {
        var backups = said.has("failover") ? said.texts("failover") : before.backups;
        if (backups.size() > Failover.MAX_BACKUPS) {
            throw said.refusal("failover", "has at most " + Failover.MAX_BACKUPS);
        }
        for (var backup : backups) {
            if (!StreamDefinition.isName(backup)) {
                throw said.refusal("failover", "names streams; '" + backup + "' is no name");
            }
        }
        var slate = said.has("slate") ? said.text("slate") : before.slate.map(Path::toString);
        try {
            return new StandIns(
                    backups,
                    slate.map(Path::of),
                    said.duration("failover_after", SHORTEST_SILENCE, LONGEST_SILENCE)
                            .orElse(before.silence),
                    said.duration("slate_limit", SHORTEST_SILENCE, LONGEST_SLATE)
                            .orElse(before.slateLimit));
        } catch (InvalidPathException wrong) {
            throw said.refusal("slate", "is a file, which '" + slate.orElse("") + "' cannot be");
        }
    }

    StandIns within(Path folder) {
        return new StandIns(backups, slate.map(folder::resolve), silence, slateLimit);
    }

    void write(Map<String, Object> words) {
        if (!backups.isEmpty()) {
            words.put("failover", backups);
        }
        slate.ifPresent(file -> words.put("slate", file.toString()));
        if (!backups.isEmpty() || slate.isPresent()) {
            words.put("failover_after", SettingWords.seconds(silence));
            words.put("slate_limit", SettingWords.seconds(slateLimit));
        }
    }
}
