package dev.anabranch.kernel.gate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;

/// How gates talk to web addresses: no redirects, bounded answers.
final class Web {

    private Web() {}

    static void check(URI address) {
        var scheme = address.getScheme();
        boolean isWeb = "http".equals(scheme) || "https".equals(scheme);
        if (!isWeb || address.getHost() == null) {
            throw new IllegalArgumentException("address=" + address + " is not http or https");
        }
    }

    static HttpClient client(Duration timeout) {
        return HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// An answer that is longer fails.
    static BodyHandler<byte[]> bounded(int maxBytes) {
        return head -> BodySubscribers.limiting(BodySubscribers.ofByteArray(), maxBytes);
    }
}
