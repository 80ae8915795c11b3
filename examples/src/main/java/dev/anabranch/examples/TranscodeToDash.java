package dev.anabranch.examples;

import dev.anabranch.packager.Packaging;
import dev.anabranch.transcode.Preset;
import dev.anabranch.vod.Transcode;
import java.nio.file.Path;

/// Any video becomes DASH, in the qualities that suit it.
public final class TranscodeToDash {

    private TranscodeToDash() {}

    public static void main(String[] arguments) throws Exception {
        var result =
                Transcode.from(Path.of(arguments[0]))
                        .settings(settings ->
                                settings.withVideo(video -> video.withPreset(Preset.FAST)))
                        .packaging(Packaging.DEFAULT.withManifests(false, true))
                        .to(Path.of(arguments[1]))
                        .run();

        result.plan().decisions().forEach(System.out::println);
    }
}
