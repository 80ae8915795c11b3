package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a recording consists of, by the entries of its [Journal]. One thread adds; any thread
/// reads.
final class RecordingIndex {

    private volatile int targetSeconds; // the adding thread to readers
    private volatile long firstMsn = -1; // the adding thread to readers
    private volatile boolean hasEnded; // the adding thread to readers
    private volatile List<RecordedRendition> renditions = List.of(); // likewise

    /// The target duration of every playlist; 0 before the first segment is complete.
    int targetSeconds() {
        return targetSeconds;
    }

    /// The media sequence number that `1.m4s` stands for; -1 before anything is recorded.
    long firstMsn() {
        return firstMsn;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    List<RecordedRendition> renditions() {
        return renditions;
    }

    Optional<RecordedRendition> rendition(String name) {
        return renditions.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /// The rendition by which times are looked up: the first with pictures, or else the first.
    Optional<RecordedRendition> reference() {
        var all = renditions;
        return all.stream()
                .filter(one -> one.kind() == TrackKind.VIDEO)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /// The number in the file name of segment `msn`.
    long fileNumber(long msn) {
        return msn - firstMsn + 1;
    }

    /// Takes in all entries but [JournalEntry.InitAdded], which needs the bytes.
    ///
    /// @throws MediaFormatException when the entry cannot follow those before
    void add(JournalEntry entry) throws MediaFormatException {
        switch (entry) {
            case JournalEntry.TargetDuration target -> targetSeconds = target.seconds();
            case JournalEntry.RenditionAdded added -> add(added);
            case JournalEntry.InitAdded init ->
                    throw new IllegalArgumentException("an init needs its bytes: " + init);
            case JournalEntry.SegmentBegun begun -> {
                rendition(begun.rendition()).begin(begun);
                firstMsn = firstMsn < 0 ? begun.msn() : firstMsn;
            }
            case JournalEntry.PartAdded part -> rendition(part.rendition()).part(part);
            case JournalEntry.SegmentEnded ended -> rendition(ended.rendition()).complete();
            case JournalEntry.Interrupted _ -> completeAll();
            case JournalEntry.Ended _ -> {
                completeAll();
                hasEnded = true;
            }
        }
    }

    /// Makes sure that [#add] can take in a segment or a part.
    void check(JournalEntry entry) throws MediaFormatException {
        if (entry instanceof JournalEntry.SegmentBegun begun) {
            rendition(begun.rendition()).check(begun);
        } else if (entry instanceof JournalEntry.PartAdded part) {
            rendition(part.rendition()).check(part);
        }
    }

    void add(JournalEntry.InitAdded entry, byte[] bytes) throws MediaFormatException {
        var rendition = rendition(entry.rendition());
        rendition.add(RecordedInit.of(rendition.inits().size(), entry.liveNumber(), bytes));
    }

    RecordedRendition rendition(int number) throws MediaFormatException {
        if (number >= renditions.size()) {
            throw MediaFormatException.malformed("rendition " + number, "it was not announced");
        }
        return renditions.get(number);
    }

    void completeAll() {
        renditions.forEach(RecordedRendition::complete);
    }

    private void add(JournalEntry.RenditionAdded added) throws MediaFormatException {
        if (renditions.size() == JournalEntry.MAX_RENDITIONS) {
            throw MediaFormatException.limit(
                    added.name(),
                    "rendition count",
                    renditions.size() + 1L,
                    JournalEntry.MAX_RENDITIONS);
        }
        if (rendition(added.name()).isPresent()) {
            throw MediaFormatException.malformed(added.name(), "it was announced before");
        }
        var all = new ArrayList<>(renditions);
        all.add(new RecordedRendition(added));
        renditions = List.copyOf(all);
    }
}
