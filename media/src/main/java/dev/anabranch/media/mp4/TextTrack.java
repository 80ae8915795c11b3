package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.codec.TextConfiguration;
import dev.anabranch.media.text.Block;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.WebVtt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A text track of an MP4 or QuickTime file as a WebVTT document: `wvtt` with its settings,
/// identifiers, style sheets and regions; of `tx3g` and `text` the text alone.
///
/// Times are those of the source's common timeline, its edit list applied: what is shown before 0
/// or after the list's end is cut off. Samples that follow each other with the same cue are one
/// cue, as they were before the muxer cut it.
///
/// @param warnings what was left out, in sentences for a person
public record TextTrack(WebVtt document, List<String> warnings) {

    /// Most bytes of all samples together, as of a subtitle file.
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    static final int MAX_SAMPLE_BYTES = 1024 * 1024;

    static final int MAX_CUES = 500_000;

    private static final Set<String> ENTRIES = Set.of("wvtt", "tx3g", "text");

    private static final Timescale MILLIS = new Timescale(1000);

    public TextTrack {
        warnings = List.copyOf(warnings);
    }

    /// Whether a track can be read here.
    public static boolean isReadable(IndexedTrack track) {
        return track.track().codec() instanceof TextConfiguration text
                && ENTRIES.contains(text.sampleEntry());
    }

    /// Reads all samples; one that is broken is left out with a warning.
    ///
    /// @throws IllegalArgumentException when the track is not [#isReadable]
    /// @throws MediaFormatException when it exceeds a limit
    public static TextTrack read(IndexedTrack track, ByteSource source)
            throws IOException, MediaFormatException {
        if (!isReadable(track)) {
            throw new IllegalArgumentException("entry=" + track.track().codec().sampleEntry());
        }
        if (track.samples().totalBytes() > MAX_BYTES) {
            throw MediaFormatException.limit(
                    "track " + track.track().id(),
                    "the size of subtitles",
                    track.samples().totalBytes(),
                    MAX_BYTES);
        }
        return new Pass(track, source).read();
    }

    /// A cue that may go on in the next sample.
    private record Open(long startTicks, long endTicks) {}

    /// One pass over one track's samples.
    private static final class Pass {

        private final IndexedTrack track;
        private final ByteSource source;
        private final boolean isWebVtt;
        private final long endTicks;
        private final List<Cue> cues = new ArrayList<>();
        private Map<WebVttSample.Part, Open> open = new LinkedHashMap<>();
        private int brokenCount;
        private String firstBroken = "";

        Pass(IndexedTrack track, ByteSource source) {
            this.track = track;
            this.source = source;
            isWebVtt = track.track().codec().sampleEntry().equals("wvtt");
            endTicks = track.presentedTicks() < 0 ? Long.MAX_VALUE : presentedEnd();
        }

        /// The list's length counts from the first thing it shows.
        private long presentedEnd() {
            return Math.max(0, track.shiftTicks()) + track.presentedTicks();
        }

        TextTrack read() throws IOException, MediaFormatException {
            if (track.samples().count() > 0) {
                var cursor = track.samples().cursor(0);
                do {
                    sample(cursor);
                } while (cursor.advance());
            }
            closeAll(Map.of());
            cues.sort(Comparator.comparingLong(Cue::startMillis));
            var blocks = new ArrayList<Block>(head());
            blocks.addAll(cues);
            return new TextTrack(new WebVtt("", Optional.empty(), blocks), warnings());
        }

        private List<String> warnings() {
            if (brokenCount == 0) {
                return List.of();
            }
            return List.of(
                    brokenCount
                            + " samples cannot be read as "
                            + track.track().codec().sampleEntry()
                            + " and are left out, the first because "
                            + firstBroken);
        }

        private void sample(SampleCursor cursor) throws IOException, MediaFormatException {
            long start = Math.max(0, cursor.ptsTicks() + track.shiftTicks());
            long end =
                    Math.min(
                            endTicks,
                            cursor.ptsTicks() + cursor.durationTicks() + track.shiftTicks());
            var now = new LinkedHashMap<WebVttSample.Part, Open>();
            if (end > start) {
                for (var part : parts(cursor)) {
                    if (part.text().isEmpty()) {
                        continue;
                    }
                    var before = open.getOrDefault(part, new Open(start, start));
                    boolean goesOn = before.endTicks == start;
                    now.put(part, new Open(goesOn ? before.startTicks : start, end));
                }
            }
            closeAll(now);
            open = now;
        }

        /// Ends the cues that do not go on in `now`.
        private void closeAll(Map<WebVttSample.Part, Open> now) throws MediaFormatException {
            for (var entry : open.entrySet()) {
                var next = now.get(entry.getKey());
                if (next == null || next.startTicks != entry.getValue().startTicks) {
                    add(entry.getKey(), entry.getValue());
                }
            }
        }

        private void add(WebVttSample.Part part, Open times) throws MediaFormatException {
            long start = millis(times.startTicks);
            long end = Math.max(start + 1, millis(times.endTicks));
            cues.add(new Cue(part.identifier(), start, end, part.settings(), part.text()));
            if (cues.size() > MAX_CUES) {
                throw MediaFormatException.limit(
                        "track " + track.track().id(), "cues", cues.size(), MAX_CUES);
            }
        }

        private long millis(long ticks) {
            return new Timestamp(ticks, track.track().timescale()).on(MILLIS).ticks();
        }

        private List<WebVttSample.Part> parts(SampleCursor cursor) throws IOException {
            if (cursor.sizeBytes() == 0) {
                return List.of();
            }
            try {
                var reader = payload(cursor);
                return isWebVtt ? WebVttSample.parts(reader) : plain(TextSample.cueText(reader));
            } catch (MediaFormatException broken) {
                firstBroken = brokenCount++ == 0 ? broken.getMessage() : firstBroken;
                return List.of();
            }
        }

        private BoxReader payload(SampleCursor cursor) throws IOException, MediaFormatException {
            var where = "sample " + cursor.index();
            if (cursor.sizeBytes() > MAX_SAMPLE_BYTES) {
                throw MediaFormatException.limit(
                        where, "sample size", cursor.sizeBytes(), MAX_SAMPLE_BYTES);
            }
            if (cursor.sizeBytes() > source.sizeBytes() - cursor.position()) {
                throw MediaFormatException.malformed(where, "the file ends within it");
            }
            var bytes = source.read(cursor.position(), cursor.sizeBytes());
            return new BoxReader(ByteBuffer.wrap(bytes), "sample", cursor.position());
        }

        private static List<WebVttSample.Part> plain(String text) {
            return text.isEmpty() ? List.of() : List.of(new WebVttSample.Part(-1, "", "", text));
        }

        /// The style sheets and regions of `vttC`.
        private List<Block> head() {
            var header = ((TextConfiguration) track.track().codec()).header();
            if (header.isEmpty()) {
                return List.of();
            }
            try {
                var document = WebVtt.parse(header.getBytes(StandardCharsets.UTF_8)).document();
                return document.blocks().stream()
                        .filter(block ->
                                block instanceof Block.Style || block instanceof Block.Region)
                        .toList();
            } catch (MediaFormatException notWebVtt) {
                return List.of();
            }
        }
    }
}
