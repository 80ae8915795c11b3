package dev.anabranch.live;

import dev.anabranch.kernel.MovieSlate;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.SlateSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.FileSource;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A slate that is an MP4 file, opened anew for each showing: it may be replaced between two.
public record SlateFile(Path file) implements SlateSource {

    private static final Logger LOG = LoggerFactory.getLogger(SlateFile.class);

    @Override
    public Showing show() throws IOException, MediaFormatException {
        var source = FileSource.open(file);
        try {
            return new Opened(new MovieSlate(source).show(), source);
        } catch (IOException | MediaFormatException | RuntimeException unusable) {
            source.close();
            throw unusable;
        }
    }

    private record Opened(Showing showing, FileSource source) implements Showing {

        @Override
        public long play(Publication publication, long elapsedNanos)
                throws IOException, MediaFormatException {
            return showing.play(publication, elapsedNanos);
        }

        @Override
        public void close() {
            showing.close();
            try {
                source.close();
            } catch (IOException failure) {
                LOG.warn("a slate's file was not closed", failure);
            }
        }
    }
}
