package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-MEDIA (4.4.6.1): an alternative rendition, member of a group.
///
/// @param type what it carries
/// @param uri its Media Playlist; null when it lies in the variant's own segments
/// @param groupId the group it belongs to
/// @param language a BCP 47 tag
/// @param assocLanguage a further language, in another role
/// @param name for people, unique in the group
/// @param stableRenditionId an identifier that outlives a change of `uri`
/// @param isDefault whether to play it without a choice of the user
/// @param autoselect whether it may be chosen for the environment; null when not said, meaning NO
/// @param isForced whether it is essential to play; only for subtitles
/// @param inStreamId where it lies within the segments: `CC1`, `SERVICE1`
/// @param bitDepth of audio
/// @param sampleRate of audio, in hertz
/// @param characteristics Media Characteristic Tags such as `public.easy-to-read`
/// @param channels of audio, such as `2` or `16/JOC`
/// @param others attributes without meaning here
public record Rendition(
        Type type,
        @Nullable String uri,
        String groupId,
        @Nullable String language,
        @Nullable String assocLanguage,
        String name,
        @Nullable String stableRenditionId,
        boolean isDefault,
        @Nullable Boolean autoselect,
        boolean isForced,
        @Nullable String inStreamId,
        @Nullable Long bitDepth,
        @Nullable Long sampleRate,
        List<String> characteristics,
        @Nullable String channels,
        List<Attribute> others)
        implements MultivariantTag {

    static final String TAG = "EXT-X-MEDIA";

    /// What a rendition carries.
    public enum Type {
        AUDIO,
        VIDEO,
        SUBTITLES,
        CLOSED_CAPTIONS;

        /// As in the playlist.
        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    public Rendition {
        characteristics = List.copyOf(characteristics);
        others = List.copyOf(others);
    }

    public static Builder builder(Type type, String groupId, String name) {
        return new Builder(type, groupId, name);
    }

    public boolean isAutoselect() {
        return Boolean.TRUE.equals(autoselect);
    }

    static Rendition parse(AttributeReader in) throws LineException {
        return new Rendition(
                in.enumerated("TYPE", Type.values()),
                in.quotedOrNull("URI"),
                in.quoted("GROUP-ID"),
                in.quotedOrNull("LANGUAGE"),
                in.quotedOrNull("ASSOC-LANGUAGE"),
                in.quoted("NAME"),
                in.quotedOrNull("STABLE-RENDITION-ID"),
                in.flag("DEFAULT"),
                in.yesNo("AUTOSELECT"),
                in.flag("FORCED"),
                in.quotedOrNull("INSTREAM-ID"),
                in.integerOrNull("BIT-DEPTH"),
                in.integerOrNull("SAMPLE-RATE"),
                in.list("CHARACTERISTICS"),
                in.quotedOrNull("CHANNELS"),
                in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .plain("TYPE", type.toString())
                .quoted("GROUP-ID", groupId)
                .quoted("NAME", name)
                .quoted("LANGUAGE", language)
                .quoted("ASSOC-LANGUAGE", assocLanguage)
                .quoted("STABLE-RENDITION-ID", stableRenditionId)
                .flag("DEFAULT", isDefault)
                .yesNo("AUTOSELECT", autoselect)
                .flag("FORCED", isForced)
                .quoted("INSTREAM-ID", inStreamId)
                .integer("BIT-DEPTH", bitDepth)
                .integer("SAMPLE-RATE", sampleRate)
                .list("CHARACTERISTICS", ",", characteristics)
                .quoted("CHANNELS", channels)
                .quoted("URI", uri)
                .others(others)
                .newLine();
    }

    /// Collects the optional attributes of a rendition; owned by one thread.
    public static final class Builder {

        private final Type type;
        private final String groupId;
        private final String name;
        private @Nullable String uri;
        private @Nullable String language;
        private @Nullable String assocLanguage;
        private @Nullable String stableRenditionId;
        private boolean isDefault;
        private @Nullable Boolean autoselect;
        private boolean isForced;
        private @Nullable String inStreamId;
        private @Nullable Long bitDepth;
        private @Nullable Long sampleRate;
        private List<String> characteristics = List.of();
        private @Nullable String channels;
        private List<Attribute> others = List.of();

        private Builder(Type type, String groupId, String name) {
            this.type = type;
            this.groupId = groupId;
            this.name = name;
        }

        public Builder uri(@Nullable String value) {
            uri = value;
            return this;
        }

        public Builder language(@Nullable String value) {
            language = value;
            return this;
        }

        public Builder assocLanguage(@Nullable String value) {
            assocLanguage = value;
            return this;
        }

        public Builder stableRenditionId(@Nullable String value) {
            stableRenditionId = value;
            return this;
        }

        /// A default rendition is also one that may be selected (4.4.6.1).
        public Builder isDefault(boolean value) {
            isDefault = value;
            autoselect = value ? Boolean.TRUE : autoselect;
            return this;
        }

        public Builder autoselect(boolean value) {
            autoselect = value;
            return this;
        }

        public Builder isForced(boolean value) {
            isForced = value;
            return this;
        }

        public Builder inStreamId(@Nullable String value) {
            inStreamId = value;
            return this;
        }

        public Builder bitDepth(long value) {
            bitDepth = value;
            return this;
        }

        public Builder sampleRate(long value) {
            sampleRate = value;
            return this;
        }

        public Builder characteristics(List<String> value) {
            characteristics = value;
            return this;
        }

        public Builder channels(@Nullable String value) {
            channels = value;
            return this;
        }

        public Builder others(List<Attribute> value) {
            others = value;
            return this;
        }

        public Rendition build() {
            return new Rendition(
                    type,
                    uri,
                    groupId,
                    language,
                    assocLanguage,
                    name,
                    stableRenditionId,
                    isDefault,
                    autoselect,
                    isForced,
                    inStreamId,
                    bitDepth,
                    sampleRate,
                    characteristics,
                    channels,
                    others);
        }
    }
}
