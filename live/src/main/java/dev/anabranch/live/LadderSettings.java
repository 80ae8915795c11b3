package dev.anabranch.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Ladder;
import java.util.Locale;
import java.util.Optional;

/// What an operator wants made of one stream beside the source itself.
///
/// @param words how the ladder was said: `none`, `auto`, `720p,480p@1M`
/// @param ladder of smaller pictures; empty for none
/// @param hasOpus whether sound in AAC is there as Opus, too
public record LadderSettings(String words, Optional<Ladder> ladder, boolean hasOpus) {

    private static final String NO_LADDER = "none";

    public static final LadderSettings NONE =
            new LadderSettings(NO_LADDER, Optional.empty(), false);

    /// The ladder that `words` say, as [Ladder#parse] or `none`.
    ///
    /// @throws MediaFormatException naming the word that is wrong
    public LadderSettings withLadder(String other) throws MediaFormatException {
        var said = other.strip().toLowerCase(Locale.ROOT);
        return said.equals(NO_LADDER)
                ? new LadderSettings(NO_LADDER, Optional.empty(), hasOpus)
                : new LadderSettings(
                        other.strip(), Optional.of(Ladder.parse(other.strip())), hasOpus);
    }

    public LadderSettings withOpus(boolean isWanted) {
        return new LadderSettings(words, ladder, isWanted);
    }

    /// Whether a stream is published as it comes, and no program is started for it.
    public boolean isNothing() {
        return ladder.isEmpty() && !hasOpus;
    }
}
