package dev.anabranch.vod;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.transcode.StillOutput;
import java.time.Duration;
import java.util.ArrayList;

/// Where each small picture of a storyboard is, as WebVTT whose cues name a rectangle of an image
/// (W3C Media Fragments URI 1.0, 4.2.2): what players know as thumbnail tracks.
///
/// @param images how many came
/// @param start where the presentation has its 0
/// @param finish when the picture ends
record StoryboardCues(
        StillOutput.Storyboard output, int images, Timestamp start, Timestamp finish) {

    static final String FOLDER = "storyboard/";
    static final String FILE = "storyboard.vtt";

    private static final Timescale MILLIS = new Timescale(1000);

    /// How many small pictures there are; what the last image has beside them is black.
    int count() {
        long interval = output.interval().toMillis();
        long shown = Math.ceilDiv(finish.on(MILLIS).ticks(), interval);
        return (int) Math.min(shown, (long) images * output.columns() * output.rows());
    }

    /// The presentation's 0 as times of the source go.
    Duration origin() {
        return Duration.ofMillis(Math.max(0, start.on(MILLIS).ticks()));
    }

    WebVtt document() {
        long interval = output.interval().toMillis();
        long origin = origin().toMillis();
        var cues = new ArrayList<Cue>();
        for (int i = 0; i < count(); i++) {
            long from = Math.max(0, i * interval - origin);
            long to = Math.min((i + 1) * interval, finish.on(MILLIS).ticks()) - origin;
            if (to > from) {
                cues.add(new Cue("", from, to, "", place(i)));
            }
        }
        return WebVtt.of(cues);
    }

    private String place(int number) {
        int inImage = number % (output.columns() * output.rows());
        return "%d.jpg#xywh=%d,%d,%d,%d"
                .formatted(
                        number / (output.columns() * output.rows()),
                        inImage % output.columns() * output.width(),
                        inImage / output.columns() * output.height(),
                        output.width(),
                        output.height());
    }
}
