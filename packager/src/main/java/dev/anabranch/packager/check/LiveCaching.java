package dev.anabranch.packager.check;

import java.util.regex.Pattern;

/// O19: a playlist that changes must not be kept for longer than it is good for.
final class LiveCaching {

    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=(\\d{1,9})");
    private static final Pattern TARGET = Pattern.compile("#EXT-X-TARGETDURATION:(\\d{1,9})");
    private static final int BLOCKING_TARGETS = 6;

    private LiveCaching() {}

    static void check(LiveAnswer answer, Findings findings) {
        var control = answer.field("cache-control").orElse("");
        var age = MAX_AGE.matcher(control);
        var head =
                new String(
                        answer.body(),
                        0,
                        Math.min(answer.body().length, 1024),
                        java.nio.charset.StandardCharsets.UTF_8);
        var target = TARGET.matcher(head);
        if (!age.find() || !target.find()) {
            return;
        }
        boolean isBlocking = answer.asked().msn().isPresent();
        long limit = Long.parseLong(target.group(1)) * (isBlocking ? BLOCKING_TARGETS : 1);
        if (Long.parseLong(age.group(1)) > limit) {
            findings.should(
                    "O19",
                    answer.address(),
                    "Cache-Control",
                    "max-age=%s, at most %d s are advised".formatted(age.group(1), limit));
        }
    }
}
