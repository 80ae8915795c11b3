package dev.anabranch.origin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads Accept-Encoding (RFC 9110, 12.5.3) for the one coding we have.
final class AcceptEncoding {

    private AcceptEncoding() {}

    static boolean allowsGzip(@Nullable String field) {
        if (field == null || field.isEmpty()) {
            return false;
        }
        if (field.startsWith("gzip,") && field.indexOf(';') < 0) {
            // What browsers and players send: spare it the parsing.
            return true;
        }
        var any = false;
        for (var item : field.split(",", -1)) {
            var parts = item.strip().toLowerCase(Locale.ROOT).split(";", 2);
            var coding = parts[0].strip();
            var allowed = parts.length == 1 || !isZero(parts[1].strip());
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                return allowed;
            }
            any |= coding.equals("*") && allowed;
        }
        return any;
    }

    private static boolean isZero(String weight) {
        return weight.matches("q=0(\\.0{0,3})?");
    }
}
