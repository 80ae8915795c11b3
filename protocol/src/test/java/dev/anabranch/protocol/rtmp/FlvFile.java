package dev.anabranch.protocol.rtmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The tags of the test picture: 3 s, 96x64 at 25 frames/s, H.264 with B-frames and a keyframe each
/// second, AAC mono, made by `ffmpeg -f lavfi -i testsrc -f lavfi -i sine`.
final class FlvFile {

    private static final int FILE_HEADER_BYTES = 13;

    record Tag(int type, long timestamp, byte[] body) {

        boolean isConfiguration() {
            return type == MessageType.AUDIO || type == MessageType.VIDEO ? body[1] == 0 : false;
        }

        boolean isFrame() {
            return (type == MessageType.AUDIO || type == MessageType.VIDEO) && body[1] == 1;
        }

        boolean isKeyframe() {
            return type == MessageType.VIDEO && isFrame() && body[0] >> 4 == 1;
        }
    }

    private FlvFile() {}

    static List<Tag> tags() {
        var in = ByteBuffer.wrap(bytes());
        in.position(FILE_HEADER_BYTES);
        List<Tag> tags = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = in.get();
            int size = (in.getShort() & 0xFFFF) << 8 | in.get() & 0xFF;
            long time = (in.getShort() & 0xFFFF) << 8 | in.get() & 0xFF;
            time |= (in.get() & 0xFFL) << 24;
            in.position(in.position() + 3);
            var body = new byte[size];
            in.get(body);
            in.getInt();
            tags.add(new Tag(type, time, body));
        }
        return tags;
    }

    private static byte[] bytes() {
        try (var in = FlvFile.class.getResourceAsStream("testsrc.flv")) {
            if (in == null) {
                throw new IllegalStateException("testsrc.flv is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
