package dev.anabranch.kernel.gate;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Who knows a stream's key may publish it; everybody may play. Thread-safe; keys may change at any
/// time.
///
/// The key stands where the name goes (`rtmp://host/live` and the key, as OBS asks for them), or
/// behind the name as `?key=`. Only digests of keys are kept and compared, so that how long an
/// answer takes tells nothing about a key.
public final class StreamKeys implements Gate {

    /// A longer key is refused unread.
    public static final int MAX_KEY_LENGTH = 1024;

    private final Map<ByteBuffer, StreamName> names = new ConcurrentHashMap<>();
    private final Map<StreamName, ByteBuffer> digests = new ConcurrentHashMap<>();

    /// Makes `key` the key of `name`; one it had before is no longer good.
    ///
    /// @throws IllegalArgumentException when it is empty, too long, or another stream's key
    public synchronized void set(StreamName name, String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a key of " + key.length() + " characters");
        }
        var digest = digest(key);
        var owner = names.get(digest);
        if (owner != null && !owner.equals(name)) {
            throw new IllegalArgumentException("the key of " + name + " is that of " + owner);
        }
        remove(name);
        names.put(digest, name);
        digests.put(name, digest);
    }

    /// Nobody may publish `name` any more.
    public synchronized void remove(StreamName name) {
        var digest = digests.remove(name);
        if (digest != null) {
            names.remove(digest);
        }
    }

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return Answers.now(verdict(request));
    }

    private Verdict verdict(PublishRequest request) {
        var behind = new Query(request.query()).value("key");
        var key = behind.orElse(request.key());
        if (key.length() > MAX_KEY_LENGTH) {
            return wrong();
        }
        var name = names.get(digest(key));
        if (name == null || !name.app().equals(request.app())) {
            return wrong();
        }
        if (behind.isPresent() && !name.name().equals(request.key())) {
            return wrong();
        }
        return new Verdict.Allowed(name);
    }

    private static Verdict wrong() {
        return Answers.no(Refusal.NOT_ALLOWED, "this is not the key of a stream");
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        return Answers.now(Answers.yes(request.app(), request.name()));
    }

    private static ByteBuffer digest(String key) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
