package dev.anabranch.bench.crowd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The messages of an FLV file with AVC pictures, to be published round and round.
///
/// @param configurations the sequence headers of picture and sound
/// @param messages all others in file order
/// @param millis how long one round lasts
record FlvClip(List<Message> configurations, List<Message> messages, long millis) {

    static final int AUDIO = 8;
    static final int VIDEO = 9;
    private static final int FILE_HEADER_BYTES = 9;
    private static final int TAG_HEADER_BYTES = 11;
    private static final int AVC_NALU = 1;

    /// @param body as in an RTMP message
    record Message(int type, int millis, byte[] body) {

        boolean isPicture() {
            return type == VIDEO && body.length > 5 && body[1] == AVC_NALU;
        }

        boolean isKeyframe() {
            return isPicture() && (body[0] & 0xF0) == 0x10;
        }

        private boolean isConfiguration() {
            return body.length > 1 && body[1] == 0 && (type == VIDEO || (body[0] & 0xF0) == 0xA0);
        }
    }

    static FlvClip read(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).position(FILE_HEADER_BYTES + 4);
        var configurations = new ArrayList<Message>();
        var messages = new ArrayList<Message>();
        while (bytes.remaining() > TAG_HEADER_BYTES) {
            int typeAndSize = bytes.getInt();
            int time = bytes.getInt();
            bytes.position(bytes.position() + 3);
            var body = new byte[typeAndSize & 0xFF_FFFF];
            bytes.get(body).getInt();
            var message = new Message(typeAndSize >>> 24, (time >>> 8) | (time & 0xFF) << 24, body);
            if (message.type != AUDIO && message.type != VIDEO) {
                continue;
            }
            (message.isConfiguration() ? configurations : messages).add(message);
        }
        int first = messages.getFirst().millis;
        int last = messages.stream().mapToInt(Message::millis).max().orElseThrow();
        int pictures = (int) messages.stream().filter(Message::isPicture).count();
        int step = Math.round((last - first) / (float) Math.max(pictures - 1, 1));
        return new FlvClip(configurations, messages, (long) last - first + step);
    }
}
