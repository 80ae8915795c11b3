package dev.anabranch.media.text;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A WebVTT file (W3C WebVTT): its header and its blocks in order. Immutable.
///
/// @param title what follows `WEBVTT` on the first line, and further header lines; may be empty
/// @param map where the cues lie on the media's clock
public record WebVtt(String title, Optional<TimestampMap> map, List<Block> blocks) {

    public WebVtt {
        blocks = List.copyOf(blocks);
        if (title.contains("-->") || title.contains("\n\n") || title.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("title=" + title);
        }
    }

    /// A file of nothing but cues.
    public static WebVtt of(List<Cue> cues) {
        return new WebVtt("", Optional.empty(), List.copyOf(cues));
    }

    /// Reads a file in any of the line ends and encodings such files come in: at most 32 MiB and
    /// 500 000 blocks. Cues that cannot be read are left out with a finding.
    ///
    /// @throws MediaFormatException when the file does not start with `WEBVTT` or exceeds a limit
    public static TimedText parse(byte[] file) throws MediaFormatException {
        return new WebVttParser(TextLines.of(file)).parse();
    }

    /// What is shown in [from, to), with times counted from `from`: cues that reach out of it are
    /// cut off, and there is no map, which was of the old times.
    ///
    /// @param fromMillis may be negative
    public WebVtt between(long fromMillis, long toMillis) {
        var shown = new ArrayList<Block>();
        for (var block : blocks) {
            if (!(block instanceof Cue cue)) {
                shown.add(block);
                continue;
            }
            long start = Math.max(cue.startMillis(), fromMillis) - fromMillis;
            long end = Math.min(cue.endMillis(), toMillis) - fromMillis;
            if (end > start) {
                shown.add(new Cue(cue.identifier(), start, end, cue.settings(), cue.text()));
            }
        }
        return new WebVtt(title, Optional.empty(), shown);
    }

    public List<Cue> cues() {
        return blocks.stream().filter(Cue.class::isInstance).map(Cue.class::cast).toList();
    }

    /// The file's text; reading it back gives an equal value.
    public String render() {
        var out = new StringBuilder("WEBVTT");
        if (!title.isEmpty() && !title.startsWith("\n")) {
            out.append(' ');
        }
        out.append(title).append('\n');
        map.ifPresent(present -> out.append(present.render()).append('\n'));
        for (var block : blocks) {
            out.append('\n');
            append(out, block);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Block block) {
        switch (block) {
            case Block.Style style -> out.append("STYLE\n").append(style.css()).append('\n');
            case Block.Region region ->
                    out.append("REGION\n").append(region.settings()).append('\n');
            case Block.Note note -> {
                boolean isBelow = note.text().startsWith("\n") || note.text().isEmpty();
                out.append(isBelow ? "NOTE" : "NOTE ").append(note.text()).append('\n');
            }
            case Cue cue -> append(out, cue);
        }
    }

    private static void append(StringBuilder out, Cue cue) {
        if (!cue.identifier().isEmpty()) {
            out.append(cue.identifier()).append('\n');
        }
        out.append(VttTime.format(cue.startMillis()))
                .append(" --> ")
                .append(VttTime.format(cue.endMillis()));
        if (!cue.settings().isEmpty()) {
            out.append(' ').append(cue.settings());
        }
        out.append('\n');
        if (!cue.text().isEmpty()) {
            out.append(cue.text()).append('\n');
        }
    }
}
