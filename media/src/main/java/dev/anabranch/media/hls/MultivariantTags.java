package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the tags and URI lines of a Multivariant Playlist (4.4.6).
final class MultivariantTags {

    private final ParseContext context;
    private final List<MultivariantTag> tags = new ArrayList<>();
    private @Nullable MultivariantTag awaitingUri;
    private boolean isEmpty = true;

    MultivariantTags(ParseContext context) {
        this.context = context;
    }

    /// Whether the tag is one of these; then it has been read.
    boolean take(String name) throws LineException {
        switch (name) {
            case Variant.TAG -> variant();
            case IFrameVariant.TAG -> add(IFrameVariant.parse(context.attributes()));
            case Rendition.TAG -> add(Rendition.parse(context.attributes()));
            case SessionData.TAG -> add(SessionData.parse(context.attributes()));
            case SessionKey.TAG -> add(SessionKey.parse(context.attributes()));
            case ContentSteering.TAG -> add(ContentSteering.parse(context.attributes()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Keeps a tag without meaning; the URI line of an unreadable EXT-X-STREAM-INF belongs to it.
    void unknown(UnknownTag tag) throws LineException {
        if (tag.name().equals(Variant.TAG)) {
            replaceAwaiting(tag);
            return;
        }
        append(tag);
    }

    void uri(String uri) throws LineException {
        var waiting = awaitingUri;
        awaitingUri = null;
        switch (waiting) {
            case Variant variant -> appendHere(variant.withUri(uri));
            case UnknownTag unknown -> append(new UnknownTag(unknown.name(), unknown.value(), uri));
            case null, default -> context.tolerate("a URI line without EXT-X-STREAM-INF before it");
        }
    }

    boolean isEmpty() {
        return isEmpty;
    }

    MultivariantPlaylist build(HeaderTags header) throws LineException {
        replaceAwaiting(null);
        return new MultivariantPlaylist(
                header.version, header.hasIndependentSegments, header.start, header.defines, tags);
    }

    private void variant() throws LineException {
        replaceAwaiting(Variant.parse(context.attributes(), ""));
    }

    private void add(MultivariantTag tag) throws LineException {
        replaceAwaiting(null);
        append(context.here(tag));
    }

    private void appendHere(MultivariantTag tag) throws LineException {
        append(context.here(tag));
    }

    private void append(MultivariantTag tag) throws LineException {
        isEmpty &= tag instanceof UnknownTag;
        int limit = context.options.limits().segments();
        if (tags.size() == limit) {
            throw LineException.limit("number of tags", limit + 1L, limit);
        }
        tags.add(tag);
    }

    private void replaceAwaiting(@Nullable MultivariantTag next) throws LineException {
        if (awaitingUri != null) {
            context.tolerate("EXT-X-STREAM-INF without a URI line after it");
        }
        awaitingUri = next;
        isEmpty &= next == null;
    }
}
