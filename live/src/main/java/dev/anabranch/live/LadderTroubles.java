package dev.anabranch.live;

import org.jspecify.annotations.Nullable;

/// What the health of a stream says of its ladder, a line each: `fault (why): cure`. What is over
/// is taken back. Owned by one thread.
final class LadderTroubles {

    private static final int MAX_WHY = 400;

    private final LiveLadder.Stage stage;
    private @Nullable String missing;
    private @Nullable String late;

    LadderTroubles(LiveLadder.Stage stage) {
        this.stage = stage;
    }

    /// Of a server that has no program to make them with.
    static String noEncoder(String why) {
        return line(
                "There are no smaller renditions",
                why,
                "it is looked for again when the stream next goes on air");
    }

    /// Nothing is made for now.
    void missing(String why) {
        onTime();
        complete();
        missing =
                line(
                        "The smaller renditions are missing",
                        why,
                        "the server starts another encoder by itself; if that does not last, its"
                                + " log says more");
        stage.warning(missing);
    }

    /// All is made that is to be, or nothing is to be made.
    void complete() {
        if (missing != null) {
            stage.withdrawn(missing);
            missing = null;
        }
    }

    /// For as long as the stream is on air.
    void leftOut(String rendition) {
        stage.warning(
                line(
                        "This machine cannot encode that much in real time",
                        rendition + " is left out",
                        "ask for fewer or smaller renditions (ladder, --live-ladder)"));
    }

    /// The last one, which stays.
    void late(String rendition) {
        if (late == null) {
            late =
                    line(
                            "The encoder of the smallest rendition cannot keep up",
                            rendition + " is late",
                            "give this machine less to do, or do without (ladder: none)");
            stage.warning(late);
        }
    }

    void onTime() {
        if (late != null) {
            stage.withdrawn(late);
            late = null;
        }
    }

    /// Who shows it parts it at the first colon outside of brackets, so those within have to match.
    private static String line(String fault, String why, String cure) {
        var words = why.strip().replaceAll("\\s+", " ").replace('(', '[').replace(')', ']');
        var shorter = words.length() > MAX_WHY ? words.substring(0, MAX_WHY) + "..." : words;
        return "%s (%s): %s".formatted(fault, shorter, cure);
    }
}
