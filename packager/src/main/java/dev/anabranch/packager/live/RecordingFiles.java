package dev.anabranch.packager.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the files of a recording: the seam at which a test lets a disk be full.
interface RecordingFiles {

    /// Files of the operating system.
    RecordingFiles OF_SYSTEM =
            new RecordingFiles() {
                @Override
                public WritableFile create(Path path) throws IOException {
                    return WritableFile.create(path);
                }

                @Override
                public WritableFile open(Path path) throws IOException {
                    return WritableFile.open(path);
                }

                @Override
                public long usableBytes(Path path) throws IOException {
                    return Files.getFileStore(path).getUsableSpace();
                }
            };

    /// Makes a file, or empties the one that is there.
    WritableFile create(Path path) throws IOException;

    /// Opens a file that is there, to go on at its end.
    WritableFile open(Path path) throws IOException;

    /// How much more can be written where `path` lies.
    long usableBytes(Path path) throws IOException;
}
