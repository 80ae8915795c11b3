package dev.anabranch.cli;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.media.text.SubRip;
import dev.anabranch.media.text.TimedText;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.media.ts.ElementaryAudioReader;
import dev.anabranch.packager.SourceFormat;
import dev.anabranch.packager.check.PresentationCheck.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What `inspect` says of a source: its kind by its first bytes, then what that kind has.
final class SourceDescription {

    private static final int HEAD_BYTES = 8192;
    private static final int MAX_TEXT_BYTES = 64 << 20;
    private static final int SYNC_BYTE = 0x47;
    private static final int PACKET_BYTES = 188;
    private static final Set<String> BOXES =
            Set.of(
                    "ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "moof", "sidx",
                    "uuid", "emsg");

    private SourceDescription() {}

    /// @param streamBytes how much of a transport stream is read at most
    static void describe(ByteSource source, long streamBytes, Description out)
            throws IOException, MediaFormatException {
        var head = source.read(0, (int) Math.min(source.sizeBytes(), HEAD_BYTES));
        if (head.length == 0) {
            throw MediaFormatException.malformed("", "the file is empty");
        }
        switch (Kind.of(head)) {
            case HLS -> PlaylistDescription.describe(text(source), out);
            case DASH -> MpdDescription.describe(text(source), out);
            case NEITHER -> media(source, head, streamBytes, out);
        }
    }

    private static void media(ByteSource source, byte[] head, long streamBytes, Description out)
            throws IOException, MediaFormatException {
        if (head.length >= 8
                && BOXES.contains(new String(head, 4, 4, StandardCharsets.ISO_8859_1))) {
            movie(source, out);
        } else if (isTransport(head)) {
            out.put("kind", "transport-stream");
            TransportDescription.describe(source, streamBytes, out);
        } else if (isSubtitles(head)) {
            subtitles(text(source), out);
        } else {
            var audio = audio(source, head);
            out.put("kind", "elementary-audio")
                    .putAll("tracks", List.of(TrackDescription.of(audio)));
            out.putTexts("warnings", List.of());
        }
    }

    /// What is nothing else is looked through for sound, which may have something in front of it.
    private static IndexedTrack audio(ByteSource source, byte[] head)
            throws IOException, MediaFormatException {
        try {
            return ElementaryAudioReader.read(source);
        } catch (MediaFormatException e) {
            var foreign = SourceFormat.foreignContainer(head);
            if (!foreign.isEmpty()) {
                throw MediaFormatException.unsupported(
                        "", "this is " + foreign + ", which is not read");
            }
            throw MediaFormatException.malformed(
                    "",
                    "this is no media file, playlist, manifest or subtitles that is known: "
                            + e.getMessage());
        }
    }

    private static void movie(ByteSource source, Description out)
            throws IOException, MediaFormatException {
        var movie = MovieReader.read(source);
        out.put("kind", movie.isFragmented() ? "fragmented-mp4" : "mp4")
                .putTexts("brands", movie.brands())
                .put("created", movie.creationTime().map(Object::toString));
        if (movie.timescale().isPresent() && movie.durationTicks() >= 0) {
            out.putSeconds("seconds", movie.timescale().get().duration(movie.durationTicks()));
        }
        out.putAll("tracks", movie.tracks().stream().map(TrackDescription::of).toList());
        out.putTexts("warnings", movie.warnings());
    }

    private static void subtitles(byte[] bytes, Description out) throws MediaFormatException {
        boolean isWebVtt = startsAsWebVtt(bytes);
        TimedText text = isWebVtt ? WebVtt.parse(bytes) : SubRip.parse(bytes);
        var cues = text.document().cues();
        out.put("kind", isWebVtt ? "webvtt" : "subrip").put("cues", cues.size());
        if (!cues.isEmpty()) {
            long first = cues.stream().mapToLong(cue -> cue.startMillis()).min().orElse(0);
            long last = cues.stream().mapToLong(cue -> cue.endMillis()).max().orElse(0);
            out.putSeconds("startSeconds", Duration.ofMillis(first));
            out.putSeconds("endSeconds", Duration.ofMillis(last));
        }
        out.put("timestampMapTicks", text.document().map().map(map -> map.mpegTicks()));
        out.putTexts("warnings", text.findings().stream().map(Object::toString).toList());
    }

    private static boolean isTransport(byte[] head) {
        return head[0] == SYNC_BYTE
                && (head.length <= PACKET_BYTES || head[PACKET_BYTES] == SYNC_BYTE);
    }

    private static boolean isSubtitles(byte[] head) {
        return startsAsWebVtt(head)
                || new String(head, StandardCharsets.UTF_8).contains("-->")
                || new String(head, StandardCharsets.UTF_16).contains("-->");
    }

    private static boolean startsAsWebVtt(byte[] bytes) {
        var start = new String(bytes, 0, Math.min(16, bytes.length), StandardCharsets.UTF_8);
        return start.replace("\uFEFF", "").startsWith("WEBVTT");
    }

    private static byte[] text(ByteSource source) throws IOException, MediaFormatException {
        if (source.sizeBytes() > MAX_TEXT_BYTES) {
            throw MediaFormatException.limit(
                    "", "size of a text file", source.sizeBytes(), MAX_TEXT_BYTES);
        }
        return source.read(0, (int) source.sizeBytes());
    }
}
