package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Multivariant Playlist (4.4.6): variants, renditions and what holds for the whole presentation.
///
/// @param version at least 1; [#minimumVersion] says what is needed
/// @param hasIndependentSegments whether every segment of every Media Playlist decodes by itself
/// @param start where to begin
/// @param defines variables, in order
/// @param tags all other tags, in their order
public record MultivariantPlaylist(
        int version,
        boolean hasIndependentSegments,
        @Nullable Start start,
        List<Define> defines,
        List<MultivariantTag> tags)
        implements Playlist {

    private static final int BYTES_PER_TAG = 256;

    public MultivariantPlaylist {
        defines = List.copyOf(defines);
        tags = List.copyOf(tags);
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<Variant> variants() {
        return MediaSegment.all(tags, Variant.class);
    }

    public List<IFrameVariant> iFrameVariants() {
        return MediaSegment.all(tags, IFrameVariant.class);
    }

    public List<Rendition> renditions() {
        return MediaSegment.all(tags, Rendition.class);
    }

    /// The members of one group.
    public List<Rendition> group(Rendition.Type type, String groupId) {
        return renditions().stream()
                .filter(member -> member.type() == type && member.groupId().equals(groupId))
                .toList();
    }

    public List<SessionData> sessionData() {
        return MediaSegment.all(tags, SessionData.class);
    }

    public List<SessionKey> sessionKeys() {
        return MediaSegment.all(tags, SessionKey.class);
    }

    public @Nullable ContentSteering contentSteering() {
        return MediaSegment.first(tags, ContentSteering.class);
    }

    @Override
    public byte[] toBytes() {
        var out = new LineWriter(BYTES_PER_TAG * (2 + tags.size()));
        Header.write(this, out);
        for (var tag : tags) {
            switch (tag) {
                case ContentSteering steering -> steering.write(out);
                case IFrameVariant iFrames -> iFrames.write(out);
                case Rendition rendition -> rendition.write(out);
                case SessionData datum -> datum.write(out);
                case SessionKey key -> key.write(out);
                case UnknownTag unknown -> unknown.write(out);
                case Variant variant -> variant.write(out);
            }
        }
        return out.toBytes();
    }

    /// Collects a Multivariant Playlist; owned by one thread.
    public static final class Builder {

        private int version;
        private boolean hasIndependentSegments;
        private @Nullable Start start;
        private final List<Define> defines = new ArrayList<>();
        private final List<MultivariantTag> tags = new ArrayList<>();

        private Builder() {}

        /// Without this the version is the lowest that the content allows.
        public Builder version(int value) {
            version = value;
            return this;
        }

        public Builder hasIndependentSegments(boolean value) {
            hasIndependentSegments = value;
            return this;
        }

        public Builder start(@Nullable Start value) {
            start = value;
            return this;
        }

        public Builder define(Define value) {
            defines.add(value);
            return this;
        }

        /// Adds a variant, rendition or other tag after those before it.
        public Builder add(MultivariantTag tag) {
            tags.add(tag);
            return this;
        }

        public MultivariantPlaylist build() {
            var playlist =
                    new MultivariantPlaylist(
                            Math.max(1, version), hasIndependentSegments, start, defines, tags);
            return version > 0 ? playlist : playlist.withVersion(playlist.minimumVersion());
        }
    }

    public MultivariantPlaylist withVersion(int newVersion) {
        return new MultivariantPlaylist(newVersion, hasIndependentSegments, start, defines, tags);
    }
}
