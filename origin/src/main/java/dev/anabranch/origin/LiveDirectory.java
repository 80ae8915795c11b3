package dev.anabranch.origin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Which live streams there are. Asked on event loops for each request: must not wait, and answers
/// from any thread.
public interface LiveDirectory {

    /// The stream whose addresses begin with `/live/{name}`, on air or not.
    Optional<LiveChannel> find(String name);

    /// Whether somebody may watch the stream of that name: asked for each request, and for the
    /// pages. Does not wait: what takes time completes the stage later, on any thread.
    default CompletionStage<Ruling> admit(String name, Visitor visitor) {
        return OPEN;
    }

    CompletionStage<Ruling> OPEN = CompletableFuture.completedStage(new Ruling.Open());

    /// All of them, in the order to list them.
    List<LiveChannel> channels();

    /// There are none, and no address below `/live/` is anything.
    LiveDirectory NONE =
            new LiveDirectory() {
                @Override
                public Optional<LiveChannel> find(String name) {
                    return Optional.empty();
                }

                @Override
                public List<LiveChannel> channels() {
                    return List.of();
                }
            };

    /// Whether encoders can reach this server at all.
    default boolean isOpenToEncoders() {
        return true;
    }
}
