package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was answered to requests with an `Idempotency-Key`, so that one that is sent again, because
/// its answer was lost, is not done again. Thread-safe.
///
/// Kept in memory for a day, and no more than a thousand: the oldest are forgotten first, and all
/// when the server starts anew.
final class Repeats {

    static final int MAXIMUM = 1000;
    static final int LONGEST_KEY = 255;

    private static final Duration KEPT = Duration.ofDays(1);

    private final InstantSource clock;

    /// Guarded by the monitor. Without an answer while the first request is being worked on.
    private final Map<String, Kept> kept =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > MAXIMUM;
                }
            };

    private record Kept(ApiRequest request, Instant since, Optional<ApiAnswer> answer) {}

    /// How a request is answered.
    interface Work {
        ApiAnswer answer() throws IOException, MediaFormatException;
    }

    Repeats(InstantSource clock) {
        this.clock = clock;
    }

    /// Does the work, unless it was done for this key before.
    ApiAnswer once(String key, ApiRequest request, Work work)
            throws IOException, MediaFormatException {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return new ApiAnswer.Refused(
                    400,
                    "invalid_idempotency_key",
                    "An Idempotency-Key has 1 to " + LONGEST_KEY + " characters.",
                    "");
        }
        var before = begin(key, request);
        if (before.isPresent()) {
            return before.get();
        }
        @Nullable ApiAnswer answer = null;
        try {
            answer = work.answer();
            return answer;
        } finally {
            end(key, request, answer);
        }
    }

    private synchronized Optional<ApiAnswer> begin(String key, ApiRequest request) {
        var now = clock.instant();
        var before = kept.get(key);
        if (before == null || now.isAfter(before.since().plus(KEPT))) {
            kept.remove(key);
            kept.put(key, new Kept(request, now, Optional.empty()));
            return Optional.empty();
        }
        if (!isSame(before.request(), request)) {
            return Optional.of(
                    new ApiAnswer.Refused(
                            422,
                            "idempotency_key_reused",
                            "This Idempotency-Key came with another request before.",
                            "Take a new one for each thing that is to be done."));
        }
        return before.answer()
                .or(() ->
                        Optional.of(
                                new ApiAnswer.Refused(
                                        409,
                                        "in_progress",
                                        "The first request with this Idempotency-Key is not answered"
                                                + " yet.",
                                        "Ask again shortly.")));
    }

    private static boolean isSame(ApiRequest one, ApiRequest other) {
        return one.method().equals(other.method())
                && one.path().equals(other.path())
                && Arrays.equals(one.body(), other.body());
    }

    /// What failed is no answer to be repeated: it may be tried again.
    private synchronized void end(String key, ApiRequest request, @Nullable ApiAnswer answer) {
        var before = kept.get(key);
        if (before == null || !isSame(before.request(), request)) {
            return;
        }
        if (answer == null || answer.status() >= 500) {
            kept.remove(key);
        } else {
            kept.put(key, new Kept(request, before.since(), Optional.of(answer)));
        }
    }
}
