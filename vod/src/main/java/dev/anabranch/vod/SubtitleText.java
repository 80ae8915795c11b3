package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.TextTrack;
import dev.anabranch.media.text.Block;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.SubRip;
import dev.anabranch.media.text.TimedText;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.packager.SourceFile;
import dev.anabranch.transcode.ffmpeg.SubtitleExtraction;
import dev.anabranch.transcode.ffmpeg.SubtitleExtraction.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Subtitles that were read, with times from the start of the source.
///
/// @param findings what was mended or left out, in words for a person
record SubtitleText(String title, WebVtt document, List<String> findings) {

    private static final Pattern TIMES = Pattern.compile("[\\d:,]+ --> [\\d:,]+");

    /// Of the outlines that Advanced SubStation draws (`{\p1}m 0 0 l 100 0 ...`), of which ffmpeg
    /// leaves the braces out.
    private static final Pattern STROKE = Pattern.compile("[mnlbspc]|-?[\\d.]{1,20}");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /// Characters of a line of SubRip; a longer one is left out. Its markup is looked for in a time
    /// that grows with the square.
    private static final int MAX_LINE = 1000;

    SubtitleText {
        findings = List.copyOf(findings);
    }

    /// The text of a file of cues, or each text track of an MP4.
    ///
    /// @throws MediaFormatException when it is neither
    static List<SubtitleText> of(Path path) throws IOException, MediaFormatException {
        try (var file = SourceFile.open(path)) {
            try {
                return of(file);
            } catch (MediaFormatException unusable) {
                throw unusable.inFile(file.name());
            }
        }
    }

    private static List<SubtitleText> of(SourceFile file) throws IOException, MediaFormatException {
        var bytes = file.bytes();
        if (file.isSubtitles()) {
            return List.of(of(TimedText.parse(bytes.read(0, (int) bytes.sizeBytes()))));
        }
        var texts = new ArrayList<SubtitleText>();
        for (var track : file.tracks()) {
            if (TextTrack.isReadable(track) && track.samples().count() > 0) {
                var text = TextTrack.read(track, bytes);
                texts.add(new SubtitleText(track.track().name(), text.document(), text.warnings()));
            }
        }
        if (texts.isEmpty()) {
            throw MediaFormatException.unsupported("", "it holds no WebVTT, SRT or MP4 subtitles");
        }
        return texts;
    }

    private static SubtitleText of(TimedText text) {
        return new SubtitleText(
                "", text.document(), text.findings().stream().map(Object::toString).toList());
    }

    /// What ffmpeg has written of a stream.
    static SubtitleText of(Outcome.Written written) throws IOException, MediaFormatException {
        var bytes = Files.exists(written.file()) ? Files.readAllBytes(written.file()) : new byte[0];
        var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        boolean isWebVtt = written.isWebVtt() && bytes.length > 0;
        var text = isWebVtt ? WebVtt.parse(bytes) : SubRip.parse(mended(lines));
        var findings = new ArrayList<>(of(text).findings());
        long tooLong = isWebVtt ? 0 : lines.stream().filter(SubtitleText::isTooLong).count();
        if (tooLong > 0) {
            findings.add("%d lines of more than %d characters".formatted(tooLong, MAX_LINE));
        }
        var undrawn = new WebVtt("", Optional.empty(), withoutDrawings(text.document()));
        return new SubtitleText(
                written.stream().title(),
                undrawn.between(SubtitleExtraction.OFFSET_MILLIS, Long.MAX_VALUE),
                findings);
    }

    private static boolean isTooLong(String line) {
        return line.length() > MAX_LINE;
    }

    private static List<Block> withoutDrawings(WebVtt document) {
        return document.blocks().stream()
                .filter(block -> !(block instanceof Cue cue && isDrawing(cue.text())))
                .toList();
    }

    private static boolean isDrawing(String text) {
        return text.lines()
                .map(line -> SPACE.split(line.strip()))
                .allMatch(strokes ->
                        strokes.length > 2
                                && strokes[0].equals("m")
                                && Arrays.stream(strokes)
                                        .allMatch(one -> STROKE.matcher(one).matches()));
    }

    /// ffmpeg numbers cues and writes lines as they are, empty ones too; an empty one that is not
    /// followed by the next number and its times does not end the cue.
    private static byte[] mended(List<String> lines) {
        var kept = new StringBuilder();
        int next = 1;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            boolean isHead =
                    line.equals(Integer.toString(next))
                            && i + 1 < lines.size()
                            && TIMES.matcher(lines.get(i + 1)).matches();
            if (isHead) {
                next++;
                kept.append('\n');
            }
            if (!line.isBlank() && !isTooLong(line)) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }
}
