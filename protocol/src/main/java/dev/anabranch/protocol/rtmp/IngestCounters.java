package dev.anabranch.protocol.rtmp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of one publisher's messages. Belongs to the connection's event loop.
final class IngestCounters {

    private static final Logger LOG = LoggerFactory.getLogger(IngestCounters.class);

    long frames;

    /// The log had no room, a configuration was missing, or a keyframe was waited for.
    long droppedMessages;

    /// NAL unit lengths that do not add up.
    long brokenFrames;

    /// Parts that nobody needs: ends of sequences, colour of single frames.
    long notedMessages;

    private long unsupportedMessages;

    /// Counts what we do not do, and logs the first of it.
    void unsupported(String what) {
        if (unsupportedMessages++ == 0) {
            LOG.warn("RTMP publisher sends what is left out: {}", what);
        }
    }

    long unsupportedMessages() {
        return unsupportedMessages;
    }
}
