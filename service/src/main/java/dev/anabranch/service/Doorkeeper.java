package dev.anabranch.service;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Lets in who knows a stream key, and without a key whom the [PublishPolicy] means. Whoever may
/// reach the server may play.
///
/// A key is written where the stream's name goes (`/live/sk_…`), or behind the name
/// (`/live/studio?key=sk_…`).
public final class Doorkeeper implements Gate {

    /// The application of all streams.
    public static final String APP = "live";

    static final String KEY_PREFIX = "sk_";

    private static final String IN_QUERY = "key=";

    /// Of this run alone, and known to nobody.
    private final String ownKey = Token.secret("own_");

    private final Supplier<StreamRegistry> registry;
    private final Supplier<PublishPolicy> policy;
    private final Supplier<Optional<Gate>> others;

    /// @param registry asked for each request
    /// @param policy asked for each request: a reload may change it
    /// @param others who decides instead of the policy, when there is somebody
    public Doorkeeper(
            Supplier<StreamRegistry> registry,
            Supplier<PublishPolicy> policy,
            Supplier<Optional<Gate>> others) {
        this.registry = registry;
        this.policy = policy;
        this.others = others;
    }

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return known(request)
                .<CompletionStage<Verdict>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> unknown(request));
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        return CompletableFuture.completedFuture(
                isOurs(request.app(), request.name())
                        ? new Verdict.Allowed(new StreamName(APP, request.name()))
                        : badName());
    }

    /// For a stream that we fetch ourselves, because its operator has said so.
    public PublishRequest ownRequest(StreamName stream) {
        return new PublishRequest(
                stream.app(), stream.name(), IN_QUERY + ownKey, new Peer("pull", "", ""));
    }

    /// What keys alone decide.
    private Optional<Verdict> known(PublishRequest request) {
        if (!isOurs(request.app(), request.key())) {
            return Optional.of(badName());
        }
        if (keyIn(request.query()).filter(key -> Token.isSame(ownKey, key)).isPresent()) {
            return Optional.of(new Verdict.Allowed(new StreamName(APP, request.key())));
        }
        var streams = registry.get();
        var keyed = streams.keyed(request.key());
        if (keyed.isPresent()) {
            return keyed.map(Doorkeeper::enabled);
        }
        return streams.named(request.key())
                .filter(named -> named.definition().streamKey().isPresent())
                .map(named -> withKey(named, keyIn(request.query())));
    }

    private CompletionStage<Verdict> unknown(PublishRequest request) {
        var asked = others.get();
        if (asked.isPresent()) {
            return asked.get().publish(request).thenApply(this::checked);
        }
        return CompletableFuture.completedFuture(byPolicy(request));
    }

    /// Whoever is asked names streams, but keys and what is disabled stay ours.
    private Verdict checked(Verdict verdict) {
        if (!(verdict instanceof Verdict.Allowed allowed)) {
            return verdict;
        }
        if (!isOurs(allowed.name().app(), allowed.name().name())) {
            return badName();
        }
        return registry.get().named(allowed.name().name()).map(Doorkeeper::enabled).orElse(verdict);
    }

    private Verdict byPolicy(PublishRequest request) {
        var named = registry.get().named(request.key());
        if (named.isEmpty() && request.key().startsWith(KEY_PREFIX)) {
            // A mistyped key must not become a name that everybody sees.
            return denied(Refusal.UNKNOWN_STREAM, "no stream has this key");
        }
        if (!isOpenTo(request.peer().address())) {
            return denied(
                    Refusal.NOT_ALLOWED,
                    "publishing from another machine needs a stream key: anabranch live create");
        }
        return named.map(Doorkeeper::enabled)
                .orElseGet(() -> new Verdict.Allowed(new StreamName(APP, request.key())));
    }

    private static Verdict withKey(StreamEntry entry, Optional<String> given) {
        var own = entry.definition().streamKey().orElse("");
        if (given.isPresent() && Token.isSame(own, given.get())) {
            return enabled(entry);
        }
        return denied(Refusal.NOT_ALLOWED, entry.name() + " is published with its stream key");
    }

    private static Verdict enabled(StreamEntry entry) {
        return entry.isEnabled()
                ? new Verdict.Allowed(new StreamName(APP, entry.name()))
                : denied(Refusal.DISABLED, entry.name() + " is disabled");
    }

    private static Optional<String> keyIn(String query) {
        for (var pair : query.split("&", 32)) {
            if (pair.startsWith(IN_QUERY)) {
                return Optional.of(pair.substring(IN_QUERY.length()));
            }
        }
        return Optional.empty();
    }

    private boolean isOpenTo(String address) {
        return switch (policy.get()) {
            case KEYS -> false;
            case LOCAL -> isLoopback(address);
            case ANYONE -> true;
        };
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static boolean isOurs(String app, String name) {
        return app.equals(APP) && StreamDefinition.isName(name);
    }

    private static Verdict badName() {
        return denied(
                Refusal.BAD_NAME,
                "streams are at /live/NAME, with a name of letters, digits, '-', '_' and '.'");
    }

    private static Verdict denied(Refusal reason, String message) {
        return new Verdict.Denied(reason, message);
    }
}
