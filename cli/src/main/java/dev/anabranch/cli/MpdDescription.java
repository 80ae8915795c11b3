package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.MpdRules;
import dev.anabranch.media.dash.Strictness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `inspect` says of an MPD.
final class MpdDescription {

    private MpdDescription() {}

    static void describe(byte[] bytes, Description out) throws MediaFormatException {
        var mpd = Mpd.parse(bytes, Strictness.LENIENT);
        out.put("kind", "dash")
                .put("type", mpd.type().name().toLowerCase(Locale.ROOT))
                .put("profiles", mpd.profiles())
                .put("periods", mpd.periods().size());
        mpd.mediaPresentationDuration().ifPresent(time -> out.putSeconds("seconds", time));
        mpd.minBufferTime().ifPresent(time -> out.putSeconds("minBufferSeconds", time));
        var warnings = new ArrayList<String>();
        var representations = new ArrayList<Description>();
        for (var one : EffectiveRepresentation.of(mpd)) {
            representations.add(representation(one, warnings));
        }
        out.putAll("representations", representations);
        MpdRules.check(mpd).forEach(breach -> warnings.add(breach.toString()));
        out.putTexts("warnings", warnings);
    }

    private static Description representation(EffectiveRepresentation one, List<String> warnings) {
        var common = one.common();
        var out =
                new Description()
                        .put("path", one.path())
                        .put("id", one.representation().id())
                        .put("contentType", one.set().contentType())
                        .put("mimeType", common.mimeType())
                        .put("codecs", common.codecs())
                        .put("bandwidth", one.representation().bandwidth())
                        .put("language", one.set().lang())
                        .put("width", common.width())
                        .put("height", common.height())
                        .put("frameRate", common.frameRate().map(Object::toString))
                        .put("audioSamplingRate", common.audioSamplingRate());
        try {
            out.put("segments", one.segments("").size());
        } catch (MediaFormatException untold) {
            warnings.add(one.path() + ": " + untold.getMessage());
        }
        return out;
    }
}
