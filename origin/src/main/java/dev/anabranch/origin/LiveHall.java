package dev.anabranch.origin;

import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.live.LiveListener;
import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.LiveRendition;
import dev.anabranch.packager.live.LiveSegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The waiting rooms of one presentation on one event loop, and what wakes them. The rooms are
/// owned by the event loop; the listener's methods are called by the feeding thread.
final class LiveHall implements LiveListener {

    private final String name;
    private final LivePresentation presentation;
    private final LiveLoop loop;
    private final Audience audience;

    /// Written by the event loop alone, read by the feeding thread too.
    private final Map<LiveRendition, WaitingRoom> rooms = new ConcurrentHashMap<>();

    LiveHall(String name, LivePresentation presentation, LiveLoop loop, Audience audience) {
        this.name = name;
        this.presentation = presentation;
        this.loop = loop;
        this.audience = audience;
    }

    void open() {
        presentation.addListener(this);
    }

    /// Of the stream.
    String name() {
        return name;
    }

    LivePresentation presentation() {
        return presentation;
    }

    /// The room of a rendition, or null when there is no such.
    @Nullable WaitingRoom room(String renditionName) {
        var rendition = presentation.rendition(renditionName).orElse(null);
        if (rendition == null) {
            return null;
        }
        var room = rooms.get(rendition);
        if (room == null) {
            room = new WaitingRoom(new LiveDesk(rendition, loop, ear(rendition)));
            rooms.put(rendition, room);
        }
        return room;
    }

    /// Sound that goes with pictures is not listened to by others than those who watch.
    private Audience.Ear ear(LiveRendition rendition) {
        var isBeside =
                rendition.kind() != TrackKind.VIDEO
                        && presentation.renditions().stream()
                                .anyMatch(other -> other.kind() == TrackKind.VIDEO);
        return isBeside ? Audience.Ear.DEAF : audience.ear();
    }

    @Override
    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
        moved(rendition);
    }

    @Override
    public void segment(LiveRendition rendition, LiveSegment segment) {
        moved(rendition);
    }

    @Override
    public void ended() {
        rooms.values().forEach(WaitingRoom::moved);
    }

    private void moved(LiveRendition rendition) {
        var room = rooms.get(rendition);
        if (room != null) {
            room.moved();
        }
    }

    void tick() {
        rooms.values().forEach(WaitingRoom::tick);
    }

    boolean isEmpty() {
        return rooms.values().stream().allMatch(WaitingRoom::isEmpty);
    }

    /// Refuses who waits, and is not told of anything any more.
    void close() {
        presentation.removeListener(this);
        rooms.values().forEach(WaitingRoom::close);
        rooms.clear();
    }
}
