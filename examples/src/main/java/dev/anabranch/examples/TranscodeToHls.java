package dev.anabranch.examples;

import dev.anabranch.packager.Packaging;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.vod.Transcode;
import java.nio.file.Path;

/// Any video becomes HLS in three qualities, as MPEG-TS for old players.
public final class TranscodeToHls {

    private TranscodeToHls() {}

    public static void main(String[] arguments) throws Exception {
        var result =
                Transcode.from(Path.of(arguments[0]))
                        .ladder(Ladder.parse("1080p,720p,480p"))
                        .packaging(Packaging.TRANSPORT_STREAM)
                        .to(Path.of(arguments[1]))
                        .run();

        System.out.println(result.segments() + " segments; play " + result.manifests());
    }
}
