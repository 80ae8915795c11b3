package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.check.Part;
import dev.anabranch.packager.check.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a server would answer below `/live/{name}/` from a recording alone, for the rule checker.
record RangeResources(Recording recording) implements Resources {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:([a-z]+-\\d+)/)?([^/?]+)(?:\\?(.*))?");
    private static final Pattern SEGMENT = Pattern.compile("(\\d+)\\.m4s");
    private static final Pattern INIT = Pattern.compile("init-(\\d+)\\.mp4");

    @Override
    public Optional<Fetched> fetch(Part part) throws IOException {
        var address = ADDRESS.matcher(part.address());
        if (!address.matches()) {
            return Optional.empty();
        }
        var rendition = Optional.ofNullable(address.group(1));
        var bytes = bytes(rendition.orElse(""), address.group(2), query(address.group(3)));
        return bytes.map(all -> {
            int from = (int) Math.min(part.offset(), all.length);
            long end = part.length() == Part.REST ? all.length : part.offset() + part.length();
            var piece = Arrays.copyOfRange(all, from, (int) Math.min(end, all.length));
            return new Fetched(piece, all.length, Map.of());
        });
    }

    private static Map<String, String> query(String text) {
        var query = new HashMap<String, String>();
        for (var pair : text == null ? new String[0] : text.split("&")) {
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }

    private Optional<byte[]> bytes(String rendition, String file, Map<String, String> query)
            throws IOException {
        var segment = SEGMENT.matcher(file);
        if (segment.matches()) {
            return read(recording.segmentFile(rendition, Long.parseLong(segment.group(1))));
        }
        var init = INIT.matcher(file);
        if (init.matches()) {
            return read(recording.initFile(rendition, Integer.parseInt(init.group(1))));
        }
        var range = range(query);
        if (rendition.isEmpty()) {
            return switch (file) {
                case "index.m3u8" -> Optional.of(range.multivariant().bytes());
                case "manifest.mpd" -> Optional.of(range.manifest().bytes());
                default -> Optional.empty();
            };
        }
        return switch (file) {
            case "index.m3u8" -> range.playlist(rendition).map(RenderedText::bytes);
            case "iframes.m3u8" -> range.iFrames(rendition).map(RenderedText::bytes);
            default -> Optional.empty();
        };
    }

    private RecordedRange range(Map<String, String> query) throws IOException {
        try {
            var end = Optional.ofNullable(query.get("end"));
            var answer =
                    recording.range(
                            RecordingPosition.parse(query.getOrDefault("start", "0")),
                            end.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(RecordingPosition.parse(end.get())));
            return switch (answer) {
                case RangeAnswer.Found<RecordedRange>(var found) -> found;
                case RangeAnswer.Nothing<RecordedRange>(var reason) ->
                        throw new IOException(reason);
                case RangeAnswer.TooLong<RecordedRange>(var reason) ->
                        throw new IOException(reason);
            };
        } catch (MediaFormatException e) {
            throw new IOException(e);
        }
    }

    private static Optional<byte[]> read(Optional<Path> file) throws IOException {
        return file.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(file.get()));
    }
}
