package dev.anabranch.media.text;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// SubRip files (`.srt`), a format nobody ever wrote down: sequence number, times, text, blank
/// line.
public final class SubRip {

    static final int MAX_CUES = 500_000;

    private static final Pattern TIMES =
            Pattern.compile("\\s*(-?[\\d:.,-]+)\\s*-->\\s*(-?[\\d:.,-]+)(?:\\s.*)?");
    private static final Pattern TIME =
            Pattern.compile("(-)?(?:(\\d{1,7}):)?(\\d{1,3}):-?(\\d{1,3})(?:[,.]-?(\\d{3}))?");
    private static final Pattern NUMBER = Pattern.compile("\\s*\\d+\\s*");

    private final TextLines lines;
    private final List<Cue> cues = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private SubRip(TextLines lines) {
        this.lines = lines;
    }

    /// Reads a file in UTF-8, UTF-16 (with a byte order mark) or Windows-1252, as WebVTT: `<i>`,
    /// `<b>` and `<u>` stay, `{\an8}` becomes cue settings, other markup goes. Cues that cannot be
    /// read are left out with a finding. At most 32 MiB and 500 000 cues.
    ///
    /// @throws MediaFormatException when the file has lines but no cue, or exceeds a limit
    public static TimedText parse(byte[] file) throws MediaFormatException {
        return new SubRip(TextLines.of(file)).parse();
    }

    private TimedText parse() throws MediaFormatException {
        boolean isEmpty = true;
        while (true) {
            lines.skipBlank();
            if (!lines.hasNext()) {
                break;
            }
            isEmpty = false;
            block();
            if (cues.size() > MAX_CUES) {
                throw MediaFormatException.limit(
                        "line " + lines.number(), "cues", cues.size(), MAX_CUES);
            }
        }
        if (cues.isEmpty() && !isEmpty) {
            throw MediaFormatException.malformed("line 1", "no SubRip cue in the whole file");
        }
        return new TimedText(WebVtt.of(cues), findings);
    }

    private void block() {
        var identifier = "";
        if (NUMBER.matcher(lines.peek()).matches()) {
            identifier = lines.next().strip();
        }
        if (!lines.hasNext() || lines.peek().isBlank()) {
            note("cue " + identifier + " has no times: left out");
            return;
        }
        var timing = lines.next();
        int number = lines.number();
        var times = TIMES.matcher(timing);
        var text = body();
        if (!times.matches()) {
            findings.add(new Finding(number, "no cue times: left out"));
            return;
        }
        add(identifier, time(times.group(1)), time(times.group(2)), text, number);
    }

    private void add(
            String identifier, OptionalLong start, OptionalLong end, String text, int number) {
        if (start.isEmpty() || end.isEmpty()) {
            findings.add(new Finding(number, "times cannot be read: cue left out"));
            return;
        }
        if (end.getAsLong() <= Math.max(start.getAsLong(), 0)) {
            findings.add(new Finding(number, "ends before it starts: cue left out"));
            return;
        }
        if (start.getAsLong() < 0) {
            findings.add(new Finding(number, "starts before zero: shown from zero"));
        }
        var markup = SubRipMarkup.toWebVtt(text);
        cues.add(
                new Cue(
                        identifier,
                        Math.max(start.getAsLong(), 0),
                        end.getAsLong(),
                        markup.settings(),
                        markup.text()));
    }

    private static OptionalLong time(String text) {
        var form = TIME.matcher(text);
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        long hours = form.group(2) == null ? 0 : Long.parseLong(form.group(2));
        long seconds = (hours * 60 + Long.parseLong(form.group(3))) * 60;
        long millis = form.group(5) == null ? 0 : Long.parseLong(form.group(5));
        long total = (seconds + Long.parseLong(form.group(4))) * 1000 + millis;
        return OptionalLong.of(form.group(1) == null ? total : -total);
    }

    /// The lines up to a blank one; a line of times belongs to the next cue even without one.
    private String body() {
        var body = new ArrayList<String>();
        while (lines.hasNext() && !lines.peek().isBlank() && !startsCue()) {
            body.add(lines.next());
        }
        return String.join("\n", body);
    }

    private boolean startsCue() {
        return TIMES.matcher(lines.peek()).matches()
                || NUMBER.matcher(lines.peek()).matches()
                        && TIMES.matcher(lines.peekSecond()).matches();
    }

    private void note(String text) {
        findings.add(new Finding(lines.number(), text));
    }
}
