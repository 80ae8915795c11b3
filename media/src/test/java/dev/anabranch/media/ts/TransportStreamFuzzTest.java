package dev.anabranch.media.ts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Whatever the bytes are, the readers return or throw [MediaFormatException].
///
/// `JAZZER_FUZZ=1` with one method selected looks for new inputs; a plain run replays the corpus.
class TransportStreamFuzzTest {

    @FuzzTest(maxDuration = "120s")
    void transportStream(byte[] stream) {
        var whole = Samples.read(stream, Math.max(1, stream.length));
        if (!whole.equals(Samples.read(stream, 61))) {
            throw new AssertionError("the frames hang on how the bytes are cut");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void elementaryAudio(byte[] file) throws IOException {
        TimestampTag.read(ByteBuffer.wrap(file));
        try {
            ElementaryAudioReader.read(ByteSource.of(file));
        } catch (MediaFormatException refused) {
            // That is the contract.
        }
    }
}
