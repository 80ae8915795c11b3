package dev.anabranch.media.ts;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An MP4 file indexed by ffprobe, so that the muxer is tested without our own MP4 reader.
record ProbedMovie(ByteSource source, List<IndexedTrack> tracks) {

    static ProbedMovie open(Path file) throws IOException, MediaFormatException {
        var bytes = Files.readAllBytes(file);
        var tracks = new ArrayList<IndexedTrack>();
        var streams =
                Tools.lines(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=index,codec_name,time_base",
                        "-of",
                        "compact=p=0",
                        file.toString());
        for (var line : streams) {
            var fields = Tools.fields(line);
            var codec = configuration(fields.get("codec_name"), bytes);
            int index = Integer.parseInt(fields.get("index"));
            long timescale = Long.parseLong(fields.get("time_base").split("/")[1]);
            var track = new Track(index + 1, new Timescale(timescale), codec, "eng", "");
            var samples = samples(file, index);
            tracks.add(new IndexedTrack(track, samples, List.of(codec), 0, -1, 0));
        }
        return new ProbedMovie(ByteSource.of(bytes), tracks);
    }

    private static ListedSamples samples(Path file, int stream) throws IOException {
        var samples = new ArrayList<ListedSamples.Sample>();
        var packets =
                Tools.lines(
                        "ffprobe",
                        "-v",
                        "error",
                        "-ignore_editlist",
                        "1",
                        "-select_streams",
                        "" + stream,
                        "-show_entries",
                        "packet=pts,dts,duration,size,pos,flags",
                        "-of",
                        "compact=p=0",
                        file.toString());
        for (var line : packets) {
            var fields = Tools.fields(line);
            samples.add(
                    new ListedSamples.Sample(
                            Long.parseLong(fields.get("dts")),
                            Long.parseLong(fields.get("pts")),
                            Long.parseLong(fields.getOrDefault("duration", "0")),
                            Long.parseLong(fields.get("pos")),
                            Integer.parseInt(fields.get("size")),
                            fields.get("flags").startsWith("K")));
        }
        return new ListedSamples(samples);
    }

    private static CodecConfiguration configuration(String codec, byte[] file)
            throws MediaFormatException {
        return switch (codec) {
            case "h264" -> AvcConfiguration.parse(box("avcC", file));
            case "hevc" -> HevcConfiguration.parse(box("hvcC", file));
            case "aac" -> AacConfiguration.parse(box("esds", file));
            default -> throw new IllegalArgumentException(codec);
        };
    }

    private static ByteBuffer box(String type, byte[] file) {
        var text = new String(file, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(type);
        int size = ByteBuffer.wrap(file).getInt(at - 4);
        return ByteBuffer.wrap(file, at + 4, size - 8);
    }
}
