package dev.anabranch.service;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import dev.anabranch.origin.LiveReport;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/// Lets in who knows a stream key, and without a key whom a [Guard] lets in, or else whom the
/// [PublishPolicy] means. Whoever may reach the server may play, where no guard says otherwise.
///
/// A key is written where the stream's name goes (`/live/sk_…`), or behind the name
/// (`/live/studio?key=sk_…`). A guard of a stream goes before that of the node, and is asked for a
/// stream with a key, too: the key or the guard lets in. The guard of the node is not: who has no
/// key then has nothing.
public final class Doorkeeper implements Gate {

    /// The application of all streams.
    public static final String APP = "live";

    static final String KEY_PREFIX = "sk_";

    private static final Guard ANYONE = new Guard.Anyone();
    private static final String IN_QUERY = "key=";

    /// Of this run alone, and known to nobody.
    private final String ownKey = Token.secret("own_");

    private final Supplier<StreamRegistry> registry;
    private final Supplier<PublishPolicy> policy;
    private final Supplier<Admittance> node;
    private final Function<Guard, Gate> gates;

    /// @param registry asked for each request
    /// @param policy asked for each request: a reload may change it
    /// @param node what holds for streams that say nothing themselves; asked for each request
    /// @param gates what a guard stands for
    public Doorkeeper(
            Supplier<StreamRegistry> registry,
            Supplier<PublishPolicy> policy,
            Supplier<Admittance> node,
            Function<Guard, Gate> gates) {
        this.registry = registry;
        this.policy = policy;
        this.node = node;
        this.gates = gates;
    }

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return known(request)
                .<CompletionStage<Verdict>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> unknown(request));
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        if (!isOurs(request.app(), request.name())) {
            return CompletableFuture.completedFuture(badName());
        }
        // Whoever is asked may not give a player another stream than it asked for.
        var name = new Verdict.Allowed(new StreamName(APP, request.name()));
        return gates.apply(playGuard(request.name()))
                .play(request)
                .thenApply(verdict -> verdict instanceof Verdict.Denied ? verdict : name);
    }

    /// What decides who may publish a stream without its key; empty where the policy does, and
    /// where nobody may: the guard of all does not open a stream that has a key.
    Optional<Guard> publishGuard(String name) {
        var admittance = registry.get().named(name).map(entry -> entry.definition().admittance());
        var own = admittance.flatMap(Admittance::publish);
        boolean isKeyed = admittance.flatMap(Admittance::streamKey).isPresent();
        return isKeyed ? own : own.or(() -> node.get().publish());
    }

    /// Who may publish a stream, as far as its page may say.
    LiveReport.Sender sender(String name) {
        var isKeyed =
                registry.get()
                        .named(name)
                        .flatMap(entry -> entry.definition().streamKey())
                        .isPresent();
        var guard = publishGuard(name);
        if (isKeyed || guard.isPresent()) {
            return !isKeyed && guard.get() instanceof Guard.Anyone
                    ? LiveReport.Sender.ANYONE
                    : LiveReport.Sender.KEY_HOLDER;
        }
        return switch (policy.get()) {
            case KEYS -> LiveReport.Sender.KEY_HOLDER;
            case LOCAL -> LiveReport.Sender.OWN_MACHINE;
            case ANYONE -> LiveReport.Sender.ANYONE;
        };
    }

    /// Whether a stream of that name may begin though nobody has declared it.
    boolean mayBegin(String name) {
        return StreamDefinition.isName(name)
                && !name.startsWith(KEY_PREFIX)
                && (publishGuard(name).isPresent() || sender(name) != LiveReport.Sender.KEY_HOLDER);
    }

    /// What decides who may play a stream.
    Guard playGuard(String name) {
        return registry.get()
                .named(name)
                .flatMap(entry -> entry.definition().admittance().play())
                .or(() -> node.get().play())
                .orElse(ANYONE);
    }

    /// Whether everyone may watch a stream.
    public boolean isOpenToAll(String name) {
        return playGuard(name) instanceof Guard.Anyone;
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
                .flatMap(named -> withKey(named, keyIn(request.query())));
    }

    private CompletionStage<Verdict> unknown(PublishRequest request) {
        var guard = publishGuard(request.key());
        if (guard.isPresent()) {
            return gates.apply(guard.get()).publish(request).thenApply(this::checked);
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

    /// Empty when the stream's guard is to say.
    private static Optional<Verdict> withKey(StreamEntry entry, Optional<String> given) {
        var admittance = entry.definition().admittance();
        var own = admittance.streamKey().orElse("");
        if (given.isPresent() && Token.isSame(own, given.get())) {
            return Optional.of(enabled(entry));
        }
        return admittance.publish().isPresent()
                ? Optional.empty()
                : Optional.of(
                        denied(
                                Refusal.NOT_ALLOWED,
                                entry.name() + " is published with its stream key"));
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
