package dev.anabranch.cli;

import dev.anabranch.transcode.SubtitleSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Which subtitles there are, in the words of the command line.
final class SubtitleOptions {

    @Option(
            names = "--subtitles",
            converter = LanguageFile.Converter.class,
            paramLabel = "LANG=FILE",
            description = {
                "WebVTT or SRT subtitles, or an MP4 with text tracks, and their language; may be",
                "repeated. Times are those of the whole source. Text subtitles of the source are",
                "carried anyway."
            })
    private List<LanguageFile> files = new ArrayList<>();

    @Option(names = "--no-subtitles", description = "Leave out the subtitles of the source.")
    private boolean isWithoutCarried;

    SubtitleSettings settings() {
        var settings = SubtitleSettings.DEFAULT.withCarried(!isWithoutCarried);
        for (var file : files) {
            settings = settings.withFile(file.file(), file.language());
        }
        return settings;
    }

    /// The files that are read.
    List<Path> files() {
        return files.stream().map(LanguageFile::file).toList();
    }
}
