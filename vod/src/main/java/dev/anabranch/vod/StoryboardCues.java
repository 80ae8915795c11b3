package dev.anabranch.vod;

import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.transcode.StillOutput;
import java.time.Duration;
import java.util.ArrayList;

/// Where each small picture of a storyboard is, as WebVTT whose cues name a rectangle of an image
/// (W3C Media Fragments URI 1.0, 4.2.2): what players know as thumbnail tracks.
///
/// @param images how many came
/// @param origin the presentation's 0 as times of the pictures go
/// @param finish when the film's last picture is over, as they go
/// @param lastFrame how long that is shown
record StoryboardCues(
        StillOutput.Storyboard output,
        int images,
        Duration origin,
        Duration finish,
        Duration lastFrame) {

    static final String FOLDER = "storyboard/";
    static final String FILE = "storyboard.vtt";

    /// How many small pictures there are; what the last image has beside them is black.
    int count() {
        var interval = output.interval();
        var last = finish.minus(StillOutput.Storyboard.shortest(lastFrame, interval));
        long shown = Math.ceilDiv(last.toMillis(), interval.toMillis());
        return (int) Math.min(Math.max(1, shown), (long) images * perImage());
    }

    private int perImage() {
        return output.columns() * output.rows();
    }

    WebVtt document() {
        long interval = output.interval().toMillis();
        var cues = new ArrayList<Cue>();
        int count = count();
        for (int i = 0; i < count; i++) {
            long from = Math.max(0, i * interval - origin.toMillis());
            long end = i + 1 < count ? (i + 1) * interval : finish.toMillis();
            long to = end - origin.toMillis();
            if (to > from) {
                cues.add(new Cue("", from, to, "", place(i)));
            }
        }
        return WebVtt.of(cues);
    }

    private String place(int number) {
        int inImage = number % perImage();
        return "%d.jpg#xywh=%d,%d,%d,%d"
                .formatted(
                        number / perImage(),
                        inImage % output.columns() * output.width(),
                        inImage / output.columns() * output.height(),
                        output.width(),
                        output.height());
    }
}
