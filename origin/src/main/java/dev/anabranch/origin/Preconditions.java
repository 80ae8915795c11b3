package dev.anabranch.origin;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The conditions a request names, held against a representation in the order of RFC 9110, 13.2.2.
final class Preconditions {

    enum Outcome {
        SEND,
        NOT_MODIFIED,
        FAILED
    }

    private static final CharSequence IF_UNMODIFIED_SINCE =
            HttpHeaders.createOptimized("if-unmodified-since");

    private Preconditions() {}

    /// @param etag with its quotes
    /// @param modified [Resource#UNDATED] when there is no such date: then conditions of time are
    ///   ignored (RFC 9110, 13.1.3 and 13.1.4)
    static Outcome evaluate(MultiMap fields, String etag, Instant modified) {
        var ifMatch = list(fields, HttpHeaders.IF_MATCH);
        if (ifMatch != null && !matches(ifMatch, etag)) {
            return Outcome.FAILED;
        }
        var isDated = !modified.equals(Resource.UNDATED);
        if (ifMatch == null
                && isDated
                && changedSince(fields.get(IF_UNMODIFIED_SINCE), modified, false)) {
            return Outcome.FAILED;
        }
        var ifNoneMatch = list(fields, HttpHeaders.IF_NONE_MATCH);
        if (ifNoneMatch != null) {
            return matchesWeakly(ifNoneMatch, etag) ? Outcome.NOT_MODIFIED : Outcome.SEND;
        }
        var changed =
                !isDated || changedSince(fields.get(HttpHeaders.IF_MODIFIED_SINCE), modified, true);
        return changed ? Outcome.SEND : Outcome.NOT_MODIFIED;
    }

    /// A list may come in several fields (RFC 9110, 5.3).
    private static @Nullable String list(MultiMap fields, CharSequence name) {
        return fields.get(name) == null ? null : String.join(",", fields.getAll(name));
    }

    /// Whether a Range field counts (RFC 9110, 13.1.5): without If-Range, or when it names exactly
    /// these bytes.
    static boolean rangeApplies(@Nullable String ifRange, String etag, Instant modified) {
        if (ifRange == null) {
            return true;
        }
        return ifRange.startsWith("\"")
                ? ifRange.equals(etag)
                : HttpDate.parse(ifRange).filter(seconds(modified)::equals).isPresent();
    }

    private static boolean matches(String list, String etag) {
        return list.strip().equals("*") || hasTag(list, etag, false);
    }

    private static boolean matchesWeakly(String list, String etag) {
        return list.strip().equals("*") || hasTag(list, etag, true);
    }

    private static boolean hasTag(String list, String etag, boolean weakly) {
        for (var item : list.split(",", -1)) {
            var tag = item.strip();
            if (tag.equals(etag)
                    || weakly && tag.startsWith("W/") && tag.substring(2).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean changedSince(
            @Nullable String field, Instant modified, boolean whenAbsent) {
        if (field == null) {
            return whenAbsent;
        }
        return HttpDate.parse(field).map(seconds(modified)::isAfter).orElse(whenAbsent);
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
