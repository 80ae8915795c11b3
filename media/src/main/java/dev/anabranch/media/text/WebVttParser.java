package dev.anabranch.media.text;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The standard's parser (W3C WebVTT, 6.1), which never gives up after the first line. Owned by one
/// thread, used once.
final class WebVttParser {

    static final int MAX_BLOCKS = 500_000;

    private static final String ARROW = "-->";

    private final TextLines lines;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private Optional<TimestampMap> map = Optional.empty();
    private boolean hasCue;

    WebVttParser(TextLines lines) {
        this.lines = lines;
    }

    TimedText parse() throws MediaFormatException {
        var title = header();
        while (true) {
            lines.skipBlank();
            if (!lines.hasNext()) {
                return new TimedText(new WebVtt(title, map, blocks), findings);
            }
            if (blocks.size() == MAX_BLOCKS) {
                throw MediaFormatException.limit(
                        "line " + lines.number(), "blocks", MAX_BLOCKS + 1L, MAX_BLOCKS);
            }
            block();
        }
    }

    private String header() throws MediaFormatException {
        var first = lines.hasNext() ? lines.next() : "";
        if (!first.matches("WEBVTT(?:[ \t].*)?")) {
            throw MediaFormatException.malformed("line 1", "the first line is not WEBVTT");
        }
        var title = new StringBuilder(first.substring("WEBVTT".length()).strip());
        if (title.indexOf(ARROW) >= 0) {
            note("an arrow in the title: left out");
            title.setLength(0);
        }
        while (lines.hasNext() && !lines.peek().isBlank() && !lines.peek().contains(ARROW)) {
            var line = lines.next();
            if (line.startsWith(TimestampMap.NAME)) {
                map = TimestampMap.parse(line);
                if (map.isEmpty()) {
                    note(TimestampMap.NAME + " cannot be read: left out");
                }
            } else {
                title.append('\n').append(line.strip());
            }
        }
        return title.toString();
    }

    private void block() {
        var line = lines.peek();
        if (line.contains(ARROW)) {
            cue("");
        } else if (lines.peekSecond().contains(ARROW)) {
            cue(lines.next());
        } else {
            other();
        }
    }

    private void cue(String identifier) {
        var timing = lines.next();
        int number = lines.number();
        var cue = timed(identifier, timing);
        var text = body();
        if (cue == null) {
            findings.add(new Finding(number, "no cue times: cue left out"));
            return;
        }
        hasCue = true;
        blocks.add(
                new Cue(
                        cue.identifier(),
                        cue.startMillis(),
                        cue.endMillis(),
                        cue.settings(),
                        text));
    }

    /// The cue without its text; null when its times say nothing.
    private @Nullable Cue timed(String identifier, String timing) {
        int arrow = timing.indexOf(ARROW);
        var left = timing.substring(0, arrow).strip();
        var right = timing.substring(arrow + ARROW.length()).strip().split("[ \t]+", 2);
        var start = time(left);
        var end = time(right[0]);
        if (start.isEmpty() || end.isEmpty() || end.getAsLong() <= start.getAsLong()) {
            return null;
        }
        var settings = right.length == 1 ? "" : right[1].strip();
        if (settings.contains(ARROW)) {
            note("an arrow in the settings: settings left out");
            settings = "";
        }
        return new Cue(identifier.strip(), start.getAsLong(), end.getAsLong(), settings, "");
    }

    private OptionalLong time(String text) {
        var exact = VttTime.parse(text);
        if (exact.isPresent()) {
            return exact;
        }
        var tolerated = VttTime.tolerate(text);
        if (tolerated.isPresent()) {
            note("timestamp " + text + " is incomplete: taken as " + tolerated.getAsLong() + " ms");
        }
        return tolerated;
    }

    /// The lines up to a blank one or the next cue's times.
    private String body() {
        var body = new StringBuilder();
        while (lines.hasNext() && !lines.peek().isEmpty() && !lines.peek().contains(ARROW)) {
            body.append(body.isEmpty() ? "" : "\n").append(lines.next());
        }
        return body.toString();
    }

    private void other() {
        var first = lines.next();
        int number = lines.number();
        var kind = first.strip();
        var rest = body();
        if (kind.equals("STYLE") && !hasCue) {
            blocks.add(new Block.Style(rest));
        } else if (kind.equals("REGION") && !hasCue) {
            blocks.add(new Block.Region(rest));
        } else if (kind.equals("NOTE")) {
            blocks.add(new Block.Note(rest.isEmpty() ? "" : "\n" + rest));
        } else if (first.startsWith("NOTE ") || first.startsWith("NOTE\t")) {
            var text = first.substring("NOTE ".length()).strip();
            blocks.add(new Block.Note(rest.isEmpty() ? text : text + "\n" + rest));
        } else {
            findings.add(new Finding(number, "a block that is no cue: left out"));
        }
    }

    private void note(String text) {
        findings.add(new Finding(lines.number(), text));
    }
}
