package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.Track;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the messages of one stream, in chunks, as players and other servers get them.
///
/// Timestamps begin at 0 with the first frame. The first track of a kind goes without multitrack.
/// Not for several threads at once.
final class StreamEncoder {

    /// Takes the bytes.
    interface Sink {

        /// Memory to be filled, or null when the message has to be left out.
        @Nullable MemorySegment room(int sizeBytes);

        /// The memory is filled.
        void publish();
    }

    /// One frame of one track.
    record Media(int trackId, long dtsTicks, long ptsTicks, boolean isKeyframe) {}

    /// All players have one stream, whose message stream id is 1.
    static final int STREAM_ID = 1;

    private static final byte[] NO_BYTES = {};
    private static final MemorySegment NOTHING = MemorySegment.ofArray(NO_BYTES);

    private final ChunkWriter writer;
    private final Sink sink;
    private final TrackChoice choice;
    private final int streamId;
    private final boolean isPublishing;
    private final Packetizer packetizer = new Packetizer();
    private final TreeMap<Integer, Track> tracks = new TreeMap<>();
    private final Map<Integer, Packetizer.Outlet> outlets = new TreeMap<>();
    private final Map<Integer, byte[]> sentConfigurations = new TreeMap<>();
    private long baseMillis;
    private boolean isStarted;
    private boolean isChanged;
    private long unsupportedFrames;

    private StreamEncoder(
            ChunkWriter writer, Sink sink, TrackChoice choice, int streamId, boolean isPublishing) {
        this.writer = writer;
        this.sink = sink;
        this.choice = choice;
        this.streamId = streamId;
        this.isPublishing = isPublishing;
    }

    /// For players.
    static StreamEncoder forPlayers(ChunkWriter writer, Sink sink, TrackChoice choice) {
        return new StreamEncoder(writer, sink, choice, STREAM_ID, false);
    }

    /// For the server we publish to.
    ///
    /// @param streamId the message stream it gave us
    /// @param isMultitrack whether it knows multitrack
    static StreamEncoder forServer(
            ChunkWriter writer, Sink sink, int streamId, boolean isMultitrack) {
        var choice = isMultitrack ? TrackChoice.ALL : TrackChoice.FIRST;
        return new StreamEncoder(writer, sink, choice, streamId, true);
    }

    /// Takes a track, or a new configuration of one, which is sent at once when frames of it have
    /// been sent before.
    void track(Track track) {
        tracks.put(track.id(), track);
        isChanged = true;
        outlets.clear();
        outlets.putAll(choice.outlets(tracks.values()));
    }

    /// The tracks are told anew from here on.
    void forgetTracks() {
        tracks.clear();
        outlets.clear();
    }

    boolean hasVideo() {
        return outlets.values().stream().anyMatch(outlet -> outlet.codec().isVideo());
    }

    /// Whether frames of the track are sent at all.
    boolean isSent(int trackId) {
        return outlets.containsKey(trackId);
    }

    /// Whether the track is the one that a reader begins with: the first of video.
    boolean isLeading(int trackId) {
        var outlet = outlets.get(trackId);
        return outlet != null && outlet.codec().isVideo() && outlet.multitrackId() == 0;
    }

    /// Whether the track is sent and has pictures.
    boolean isPicture(int trackId) {
        var outlet = outlets.get(trackId);
        return outlet != null && outlet.codec().isVideo();
    }

    long unsupportedFrames() {
        return unsupportedFrames;
    }

    /// The timestamp a frame is sent with.
    long timestamp(Media media) {
        var track = tracks.get(media.trackId());
        if (track == null) {
            throw new IllegalArgumentException("trackId=" + media.trackId() + " is not known");
        }
        var outlet = outlets.get(media.trackId());
        long millis =
                outlet != null
                        ? outlet.millis(media.dtsTicks())
                        : media.dtsTicks() * 1000 / track.timescale().ticksPerSecond();
        if (!isStarted) {
            isStarted = true;
            baseMillis = millis;
        }
        return Math.max(0, millis - baseMillis) & 0xFFFF_FFFFL;
    }

    /// What a reader needs before the frame at `timestamp`: metadata and configurations.
    byte[] preamble(long timestamp) {
        var out = new ByteArrayOutputStream(1024);
        append(
                out,
                MessageType.DATA_AMF0,
                timestamp,
                Packetizer.metadata(sentTracks(), isPublishing));
        for (var outlet : outlets.values()) {
            Packetizer.configuration(outlet)
                    .ifPresent(body -> append(out, outlet.messageType(), timestamp, body));
        }
        return out.toByteArray();
    }

    /// Notes that whoever reads has the configurations of a preamble.
    void configurationsAreSent() {
        isChanged = false;
        for (var outlet : outlets.values()) {
            sentConfigurations.put(
                    outlet.track().id(), Packetizer.configuration(outlet).orElse(NO_BYTES));
        }
    }

    /// Sends configurations that have changed since they were sent.
    void sendChangedConfigurations(long timestamp) {
        if (!isChanged) {
            return;
        }
        isChanged = false;
        for (var outlet : outlets.values()) {
            var body = Packetizer.configuration(outlet).orElse(NO_BYTES);
            var before = sentConfigurations.put(outlet.track().id(), body);
            if (body.length > 0 && !Arrays.equals(body, before)) {
                var message = new Message(outlet.messageType(), timestamp, body.length, streamId);
                send(message, body, body.length, NOTHING);
            }
        }
    }

    /// Sends one frame.
    ///
    /// @return `false` when the sink had no room
    boolean frame(Media media, MemorySegment payload) {
        var outlet = outlets.get(media.trackId());
        long timestamp = timestamp(media);
        if (outlet == null) {
            return metadata(media, timestamp, payload);
        }
        long composition = outlet.millis(media.ptsTicks()) - outlet.millis(media.dtsTicks());
        int headBytes = packetizer.frameHead(outlet, media.isKeyframe(), composition);
        int size = headBytes + (int) payload.byteSize();
        var message = new Message(outlet.messageType(), timestamp, size, streamId);
        return send(message, packetizer.head(), headBytes, payload);
    }

    private boolean metadata(Media media, long timestamp, MemorySegment payload) {
        var track = tracks.get(media.trackId());
        if (track == null || !Packetizer.isTimedMetadata(track)) {
            unsupportedFrames++;
            return true;
        }
        int size = (int) payload.byteSize();
        return send(
                new Message(MessageType.DATA_AMF0, timestamp, size, streamId),
                NO_BYTES,
                0,
                payload);
    }

    private boolean send(Message message, byte[] head, int headBytes, MemorySegment payload) {
        var room = sink.room(writer.sizeOf(message));
        if (room == null) {
            return false;
        }
        writer.write(message, head, headBytes, payload, room);
        sink.publish();
        return true;
    }

    private void append(ByteArrayOutputStream out, int type, long timestamp, byte[] body) {
        var message = new Message(type, timestamp, body.length, streamId);
        var bytes = new byte[writer.sizeOf(message)];
        writer.write(message, body, body.length, NOTHING, MemorySegment.ofArray(bytes));
        out.writeBytes(bytes);
    }

    private List<Track> sentTracks() {
        List<Track> sent = new ArrayList<>();
        outlets.values().forEach(outlet -> sent.add(outlet.track()));
        return sent;
    }
}
