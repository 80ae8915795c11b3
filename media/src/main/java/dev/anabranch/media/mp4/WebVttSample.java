package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.text.CueMarkup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One sample of `wvtt` (ISO/IEC 14496-30, 7.4): what is shown while it lasts.
///
/// ```
/// vttc( [vsid] [iden] [ctim] [sttg] [payl] )...   each a cue
/// vtte                                            nothing is shown
/// vtta                                            a comment
/// ```
final class WebVttSample {

    /// More cues at once than this are refused.
    static final int MAX_CUES = 1024;

    private WebVttSample() {}

    /// A cue as far as one sample shows it; its times are the sample's.
    ///
    /// @param source tells cues apart that are cut by samples (`vsid`), -1 when left out
    record Part(int source, String identifier, String settings, String text) {}

    static List<Part> parts(BoxReader sample) throws MediaFormatException {
        var parts = new ArrayList<Part>();
        for (var next = sample.child(); next.isPresent(); next = sample.child()) {
            // vttx is what drafts of the standard called it.
            boolean isCue = next.get().type().equals("vttc") || next.get().type().equals("vttx");
            if (!isCue) {
                continue;
            }
            if (parts.size() == MAX_CUES) {
                throw MediaFormatException.limit(
                        sample.where(), "cues in one sample", MAX_CUES + 1L, MAX_CUES);
            }
            parts.add(part(next.get().payload()));
        }
        return parts;
    }

    private static Part part(BoxReader cue) throws MediaFormatException {
        int source = -1;
        var identifier = "";
        var settings = "";
        var text = "";
        for (var next = cue.child(); next.isPresent(); next = cue.child()) {
            var payload = next.get().payload();
            switch (next.get().type()) {
                case "vsid" -> source = payload.i32();
                case "iden" -> identifier = oneLine(payload);
                case "sttg" -> settings = oneLine(payload);
                case "payl" -> text = CueMarkup.ofWebVtt(string(payload));
                default -> {}
            }
        }
        return new Part(source, identifier, settings, text);
    }

    private static String oneLine(BoxReader box) {
        return CueMarkup.ofWebVtt(string(box)).replace('\n', ' ').strip();
    }

    private static String string(BoxReader box) {
        var text = StandardCharsets.UTF_8.decode(box.rest()).toString();
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
