package dev.anabranch.media.dash;

import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Common encryption names its scheme and its keys (ISO/IEC 23001-7, 11.2).
record ProtectionRule() implements Rule {

    private static final Set<String> SCHEMES = Set.of("cenc", "cens", "cbc1", "cbcs");
    private static final Pattern UUIDS =
            Pattern.compile(
                    "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?:\\s+[0-9a-fA-F-]{36})*");

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        for (var representation : EffectiveRepresentation.of(mpd)) {
            for (var protection : representation.common().contentProtections()) {
                check(protection, representation.path(), breaches);
            }
        }
    }

    private static void check(
            ContentProtection protection, String path, Consumer<Breach> breaches) {
        if (protection.schemeIdUri().equals(ContentProtection.MP4_PROTECTION)) {
            if (!SCHEMES.contains(protection.value().orElse(""))) {
                var text = protection.value().orElse("") + " is no protection scheme";
                breaches.accept(new Breach("protection-scheme", path, text));
            }
            if (!UUIDS.matcher(protection.defaultKid().orElse("").strip()).matches()) {
                breaches.accept(
                        new Breach("default-kid", path, "cenc:default_KID is missing or no UUID"));
            }
        }
        for (var box : protection.pssh()) {
            if (!isBase64(box)) {
                breaches.accept(new Breach("pssh", path, "cenc:pssh is not base64"));
            }
        }
    }

    static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", "")).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
