package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-DEFINE (4.4.2.3): names a variable and says where its value comes from.
///
/// @param source which of the three attributes the tag has
/// @param name the variable's name
/// @param value its value when `source` is `NAME`, otherwise null
/// @param others attributes without meaning here
public record Define(Source source, String name, @Nullable String value, List<Attribute> others) {

    static final String TAG = "EXT-X-DEFINE";

    /// Where a variable's value comes from.
    public enum Source {
        /// The tag's VALUE attribute.
        NAME,
        /// The variable of that name in the Multivariant Playlist.
        IMPORT,
        /// The query parameter of that name in the playlist's own URI.
        QUERYPARAM
    }

    public Define {
        others = List.copyOf(others);
        if ((source == Source.NAME) != (value != null)) {
            throw new IllegalArgumentException("source=" + source + " value=" + value);
        }
    }

    public static Define value(String name, String value) {
        return new Define(Source.NAME, name, value, List.of());
    }

    public static Define imported(String name) {
        return new Define(Source.IMPORT, name, null, List.of());
    }

    public static Define queryParameter(String name) {
        return new Define(Source.QUERYPARAM, name, null, List.of());
    }

    static Define parse(AttributeReader in) throws LineException {
        String named = in.quotedOrNull("NAME");
        String imported = in.quotedOrNull("IMPORT");
        String parameter = in.quotedOrNull("QUERYPARAM");
        if (count(named) + count(imported) + count(parameter) != 1) {
            throw new LineException("exactly one of NAME, IMPORT and QUERYPARAM is required");
        }
        if (named != null) {
            return new Define(Source.NAME, checked(named), in.emptyable("VALUE"), in.others());
        }
        if (imported != null) {
            return new Define(Source.IMPORT, checked(imported), null, in.others());
        }
        return new Define(Source.QUERYPARAM, checked(String.valueOf(parameter)), null, in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .quoted(source.name(), name)
                .quoted("VALUE", value)
                .others(others)
                .newLine();
    }

    private static int count(@Nullable String value) {
        return value == null ? 0 : 1;
    }

    private static String checked(String name) throws LineException {
        if (name.isEmpty() || !name.chars().allMatch(Define::isNameCharacter)) {
            throw new LineException("a variable name holds only a-z, A-Z, 0-9, '-' and '_'");
        }
        return name;
    }

    static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '_';
    }
}
