package dev.anabranch.cli;

import dev.anabranch.client.Answer;
import dev.anabranch.client.Request;
import dev.anabranch.client.Transport;
import dev.anabranch.client.TransportException;
import dev.anabranch.media.hls.ByteRange;
import dev.anabranch.packager.check.Part;
import dev.anabranch.packager.check.Resources;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// What is had over the same connections as a live stream's playlists.
record TransportResources(Transport transport, Duration timeout) implements Resources {

    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    @Override
    public Optional<Fetched> fetch(Part part) throws IOException {
        try {
            var answer =
                    transport.get(
                            Request.media(HttpResources.uri(part.address()), range(part), timeout));
            if (answer.status() == NOT_FOUND || answer.status() == GONE) {
                return Optional.empty();
            }
            if (!answer.isSuccess()) {
                throw new IOException("the server answers " + answer.status());
            }
            return Optional.of(fetched(part, answer));
        } catch (TransportException failed) {
            throw new IOException(failed.getMessage(), failed);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("closed");
        }
    }

    private static Optional<ByteRange> range(Part part) {
        return part.isWhole() || part.length() == Part.REST
                ? Optional.empty()
                : Optional.of(new ByteRange(part.length(), part.offset()));
    }

    /// The part of what came, where that is the whole resource.
    private static Fetched fetched(Part part, Answer answer) {
        var body = answer.body();
        if (answer.status() == PARTIAL || part.isWhole()) {
            return new Fetched(body, -1, answer.fields());
        }
        int from = (int) Math.min(part.offset(), body.length);
        int to =
                part.length() == Part.REST
                        ? body.length
                        : (int) Math.min(body.length, from + part.length());
        return new Fetched(Arrays.copyOfRange(body, from, to), body.length, answer.fields());
    }
}
