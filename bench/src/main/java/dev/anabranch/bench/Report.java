package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The result of one bench as Markdown: how it was made, on what, and a table of what came out.
final class Report {

    private static final String HEAD =
            "| what | Anabranch | peer | ratio | wanted | |\n|---|---|---|---|---|---|\n";

    /// Whether more or less of a figure is better.
    enum Better {
        MORE,
        LESS
    }

    private final String title;
    private final List<String> conditions = new ArrayList<>();
    private final StringBuilder rows = new StringBuilder();
    private final List<String> remarks = new ArrayList<>();

    Report(String title) {
        this.title = title;
    }

    /// How or on what it was measured.
    Report condition(String name, String value) {
        conditions.add(name + ": " + value);
        return this;
    }

    /// A sentence below the table.
    Report remark(String sentence) {
        remarks.add(sentence);
        return this;
    }

    /// Two figures of each round, and the first over the second.
    void ratio(String what, Samples ours, Samples peers, double wanted, Better better) {
        var ratio = ours.over(peers);
        var verdict = verdict(ratio.median(), wanted, better);
        line(
                what,
                ours.toString(),
                peers.toString(),
                ratio.toString(),
                bound(wanted, better),
                verdict);
    }

    /// A figure that has a target by itself.
    void figure(String what, Samples ours, double wanted, Better better) {
        var verdict = verdict(ours.median(), wanted, better);
        line(what, ours.toString(), "", "", bound(wanted, better), verdict);
    }

    /// A figure for which there is no target.
    void plain(String what, Samples ours) {
        line(what, ours.toString(), "", "", "", "");
    }

    /// Two figures of each round for which there is no target.
    void comparison(String what, Samples ours, Samples peers) {
        line(what, ours.toString(), peers.toString(), ours.over(peers).toString(), "", "");
    }

    private static String verdict(double reached, double wanted, Better better) {
        boolean isMet = better == Better.MORE ? reached >= wanted : reached <= wanted;
        return isMet ? "met" : "**missed**";
    }

    private static String bound(double wanted, Better better) {
        return (better == Better.MORE ? "≥ " : "≤ ") + trimmed(wanted);
    }

    private void line(String... cells) {
        rows.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String trimmed(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%,d", (long) number)
                : Double.toString(number);
    }

    String toMarkdown() {
        var text = new StringBuilder("# ").append(title).append("\n\n");
        conditions.forEach(condition -> text.append("- ").append(condition).append('\n'));
        text.append("\nMedian of the rounds (least–most); a ratio is that of each round.\n\n");
        text.append(HEAD).append(rows);
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(remark -> text.append("- ").append(remark).append('\n'));
        }
        return text.toString();
    }

    void save(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, toMarkdown());
    }
}
