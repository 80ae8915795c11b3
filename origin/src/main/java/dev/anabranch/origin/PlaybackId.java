package dev.anabranch.origin;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// The rule that makes a URL-safe id of a file's name.
///
/// A name of ASCII letters, digits, `_`, `-` and `.` (not first) is its own id. From any other name
/// each run of other characters becomes one `-`, accents are dropped where a letter is left, and
/// the first eight hexadecimal digits of the SHA-256 of the name (NFC, UTF-8, `/` between folders)
/// follow after a `-`: `Ein Häuschen` is `Ein-Hauschen-1c0e…`. So an id depends on nothing but the
/// name.
final class PlaybackId {

    static final int MAXIMUM_LENGTH = 200;
    private static final int MAXIMUM_SLUG = 80;
    private static final int HASH_DIGITS = 8;
    private static final Pattern SAFE =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0," + (MAXIMUM_LENGTH - 1) + "}");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_]+");
    private static final Pattern EDGES = Pattern.compile("^-+|-+$");

    private PlaybackId() {}

    static boolean isValid(String id) {
        return SAFE.matcher(id).matches();
    }

    static String of(String name) {
        if (isValid(name)) {
            return name;
        }
        var plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        var slug = EDGES.matcher(UNSAFE.matcher(plain).replaceAll("-")).replaceAll("");
        var shortSlug = slug.substring(0, Math.min(MAXIMUM_SLUG, slug.length()));
        return shortSlug.isEmpty() ? hash(name) : shortSlug + "-" + hash(name);
    }

    private static String hash(String name) {
        return Etag.of(Normalizer.normalize(name, Normalizer.Form.NFC)).substring(0, HASH_DIGITS);
    }
}
