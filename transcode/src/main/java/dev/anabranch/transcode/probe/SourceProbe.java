package dev.anabranch.transcode.probe;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.HdrMetadata;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Ffprobe;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import dev.anabranch.transcode.process.WebGate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Looks into an input with the ffprobe that comes with an ffmpeg, without decoding it. What is in
/// the file decides, never its extension.
public final class SourceProbe {

    /// What ffprobe may print: 10,000 chapters and 100 streams are less.
    static final int MAX_JSON_BYTES = 4 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Pattern REFUSED =
            Pattern.compile("(?:\\[(\\S+) @ 0x[0-9a-f]+\\] )?Format not on whitelist");

    private static final Pattern ORIGIN = Pattern.compile("^(?:\\[[^\\]]* @ 0x[0-9a-f]+\\] ?)+");

    /// The first packets of all streams tell whether frames are evenly spaced, and whether there
    /// are any.
    private static final List<String> QUESTIONS =
            List.of(
                    "-analyzeduration",
                    "10M",
                    "-probesize",
                    "20M",
                    "-show_format",
                    "-show_streams",
                    "-show_chapters",
                    "-show_packets",
                    "-show_entries",
                    "packet=stream_index,pts",
                    "-read_intervals",
                    "%+#" + ProbeReport.SAMPLE_PACKETS,
                    "-of",
                    "json");

    private SourceProbe() {}

    /// What is in `input`. Blocks until ffprobe has looked, at most a minute.
    ///
    /// @throws NoSuchFileException when there is no such file, or a server says so (404, 410)
    /// @throws AccessDeniedException when it may not be read, or a server says so (401, 403)
    /// @throws IOException when it cannot be opened or read
    /// @throws MediaFormatException when it is no video or sound, or refers to other files
    /// @throws ProgramException when there is no ffprobe, or it hangs or crashes
    public static Source probe(FfmpegProgram program, SourceInput input)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        return probe(program, input, LIMIT);
    }

    static Source probe(FfmpegProgram program, SourceInput input, Duration limit)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        if (input instanceof SourceInput.OfFile file) {
            checkReadable(file.path());
        }
        try (var process = Ffprobe.beside(program).start(input, QUESTIONS, limit)) {
            process.input().close();
            var json = process.read(MAX_JSON_BYTES + 1);
            if (json.length > MAX_JSON_BYTES) {
                throw MediaFormatException.limit(
                        input.name(), "bytes of description", json.length, MAX_JSON_BYTES);
            }
            try {
                process.await();
            } catch (ProgramException failed) {
                if (failed.kind() == Kind.FAILED) {
                    throw refusal(input, process, failed);
                }
                throw failed;
            }
            return mastered(
                    program, new ProbeReport(input, json, process.errorTail()).source(), limit);
        }
    }

    /// Much of what has high dynamic range says how it was mastered within its pictures alone.
    private static Source mastered(FfmpegProgram program, Source source, Duration limit)
            throws MediaFormatException, IOException, InterruptedException {
        var video = source.video();
        if (video.isEmpty()
                || video.get().range() == SourceVideo.Range.SDR
                || !video.get().colour().mastering().equals(HdrMetadata.NONE)) {
            return source;
        }
        int index = video.get().index();
        var said = ProbedHdr.ofFirstPicture(program, source.input(), index, limit);
        return source.withVideo(video.get().withMastering(said));
    }

    private static void checkReadable(Path path) throws MediaFormatException, IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isRegularFile(path)) {
            throw MediaFormatException.unsupported(path.toString(), "not a file");
        }
        if (!Files.isReadable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        if (Files.size(path) == 0) {
            throw MediaFormatException.malformed(path.toString(), "the file is empty");
        }
    }

    /// Why ffprobe could not open it: by what is in the file, or else by what ffprobe says.
    private static MediaFormatException refusal(
            SourceInput input, SupervisedProcess process, ProgramException failed)
            throws IOException, ProgramException {
        var said = process.errorTail();
        var playlist = input instanceof SourceInput.OfFile file ? playlist(file.path()) : "";
        var refused = REFUSED.matcher(said);
        if (!playlist.isEmpty()) {
            return MediaFormatException.unsupported(
                    input.name(),
                    playlist + " names other files and addresses; only media itself is opened");
        }
        if (refused.find()) {
            return MediaFormatException.unsupported(
                    input.name(),
                    "FFmpeg takes it for '" + refused.group(1) + "', which is not opened");
        }
        if (said.contains(WebGate.REFUSAL)) {
            return MediaFormatException.unsupported(
                    input.name(), "the server redirects to an inner address, which is not opened");
        }
        var answer = WebAnswer.failure(input, said);
        if (answer.isPresent()) {
            throw answer.get();
        }
        if (said.contains("Invalid data found") || said.contains("Invalid argument")) {
            return MediaFormatException.malformed(
                    input.name(), "no video or sound, or a damaged one: " + reason(input, said));
        }
        if (said.isEmpty()) {
            throw failed;
        }
        throw new IOException(input.name() + " cannot be read: " + reason(input, said));
    }

    /// The last thing said that explains something, without what said it and about which file.
    private static String reason(SourceInput input, String said) {
        var lines =
                said.lines()
                        .map(line -> ORIGIN.matcher(line).replaceAll(""))
                        .map(line -> line.replace(Ffprobe.address(input) + ": ", ""))
                        .toList();
        return lines.stream()
                .filter(line -> line.contains("not found") || line.contains("not on whitelist"))
                .reduce((_, last) -> last)
                .orElse(lines.getLast());
    }

    private static String playlist(Path path) throws IOException {
        String head;
        try (var in = Files.newInputStream(path)) {
            head = new String(in.readNBytes(512), StandardCharsets.UTF_8);
        }
        var text = head.startsWith("\uFEFF") ? head.substring(1) : head;
        if (text.startsWith("#EXTM3U")) {
            return "an HLS playlist";
        }
        if (text.startsWith("ffconcat version") || text.startsWith("file ")) {
            return "a concat script";
        }
        return text.contains("<MPD") ? "a DASH manifest" : "";
    }
}
