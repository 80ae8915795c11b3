package dev.anabranch.kernel.gate;

import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Short words for verdicts that are known at once.
final class Answers {

    private Answers() {}

    static CompletionStage<Verdict> now(Verdict verdict) {
        return CompletableFuture.completedStage(verdict);
    }

    static Verdict no(Refusal reason, String message) {
        return new Verdict.Denied(reason, message);
    }

    /// Yes, if what was asked for can be a stream's name.
    static Verdict yes(String app, String name) {
        return StreamName.of(app, name)
                .<Verdict>map(Verdict.Allowed::new)
                .orElseGet(Answers::badName);
    }

    static Verdict badName() {
        return no(
                Refusal.BAD_NAME,
                "application and stream name have 1 to "
                        + StreamName.MAX_LENGTH
                        + " letters, digits, '-', '_' or '.'");
    }
}
