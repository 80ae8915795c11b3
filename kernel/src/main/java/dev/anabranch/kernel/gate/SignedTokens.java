package dev.anabranch.kernel.gate;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Lets in who brings a token that was signed with a secret and is not too old, as `?token=`.
///
/// ```
/// token     = expiry "." signature
/// expiry    = seconds since 1970, the first at which the token is no longer good
/// signature = base64url(HMAC-SHA256(secret, action ":" app/name ":" expiry)), without padding
/// action    = "publish" / "play"
/// ```
///
/// A token needs no encoding, in a query or in a path.
public final class SignedTokens implements Gate {

    /// A longer token is refused unread.
    public static final int MAX_TOKEN_LENGTH = 512;

    private static final int MIN_SECRET_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;
    private final InstantSource clock;

    /// @param secret at least 16 bytes
    public SignedTokens(byte[] secret, InstantSource clock) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.clock = clock;
    }

    /// A token that lets its bearer do `action` with `name` until before `expiry`.
    public String issue(Action action, StreamName name, Instant expiry) {
        var seconds = Long.toString(expiry.getEpochSecond());
        return seconds + "." + signature(action, name, seconds);
    }

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return Answers.now(
                verdict(Action.PUBLISH, request.app(), request.key(), new Query(request.query())));
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        return Answers.now(
                verdict(Action.PLAY, request.app(), request.name(), new Query(request.query())));
    }

    private Verdict verdict(Action action, String app, String stream, Query query) {
        var name = StreamName.of(app, stream);
        if (name.isEmpty()) {
            return Answers.badName();
        }
        var token = query.value("token").orElse("");
        int end = token.indexOf('.');
        if (end < 0 || token.length() > MAX_TOKEN_LENGTH) {
            return wrong("a token for this stream is needed: add ?token=… with it to the address");
        }
        var seconds = token.substring(0, end);
        var expected = signature(action, name.get(), seconds).getBytes(StandardCharsets.US_ASCII);
        var given = token.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        // What the token says is looked at only when it is known who said it.
        if (!MessageDigest.isEqual(expected, given)) {
            return wrong("this token is not one for this stream");
        }
        long expirySeconds = Long.parseLong(seconds);
        if (clock.instant().getEpochSecond() >= expirySeconds) {
            return Answers.no(Refusal.EXPIRED, "the token is no longer good");
        }
        return new Verdict.Allowed(name.get());
    }

    private static Verdict wrong(String message) {
        return Answers.no(Refusal.NOT_ALLOWED, message);
    }

    private String signature(Action action, StreamName name, String seconds) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            var text = action.word() + ":" + name + ":" + seconds;
            var signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
