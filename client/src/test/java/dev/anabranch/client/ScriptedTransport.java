package dev.anabranch.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// A server that answers what a test has written down, one answer after the other, on a clock that
/// stands still but for waiting.
final class ScriptedTransport implements Transport, PlaybackClock {

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private long nowNanos;

    /// The next answer comes after so many milliseconds.
    void answers(int status, String body, long waitMillis) {
        answers.add(
                new Answer(
                        URI.create("http://server/live/a/video-1/index.m3u8"),
                        status,
                        body.getBytes(StandardCharsets.UTF_8),
                        Map.of(),
                        "HTTP/1.1",
                        new Answer.Timing(0, 0, waitMillis * 1_000_000)));
    }

    /// What was asked for, with the millisecond when.
    List<String> asked() {
        return asked;
    }

    @Override
    public Answer get(Request request) throws TransportException {
        asked.add(
                nowNanos / 1_000_000
                        + " "
                        + request.address()
                                .toString()
                                .replace("http://server/live/a/video-1/", ""));
        var answer = answers.poll();
        if (answer == null) {
            throw new TransportException(TransportException.Cause.UNREACHABLE, request, null);
        }
        long sent = nowNanos;
        nowNanos += answer.timing().lastByteNanos();
        return new Answer(
                answer.address(),
                answer.status(),
                answer.body(),
                answer.fields(),
                answer.protocol(),
                new Answer.Timing(sent, nowNanos, nowNanos));
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public void awaitNanos(long deadlineNanos) {
        nowNanos = Math.max(nowNanos, deadlineNanos);
    }
}
