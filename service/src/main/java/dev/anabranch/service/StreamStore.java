package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Where the streams of the API are between two runs.
public interface StreamStore {

    /// Those kept before.
    ///
    /// @throws MediaFormatException when what is kept is not ours
    List<StreamEntry> load() throws IOException, MediaFormatException;

    /// Keeps these and no others; when it returns they survive a power cut. One call at a time.
    void save(Collection<StreamEntry> entries) throws IOException;

    /// Keeps nothing.
    StreamStore NONE =
            new StreamStore() {
                @Override
                public List<StreamEntry> load() {
                    return List.of();
                }

                @Override
                public void save(Collection<StreamEntry> entries) {}
            };

    /// A file in the data folder, readable by its owner alone: it holds stream keys.
    static StreamStore in(Path folder) {
        return new JsonFile(folder.resolve("streams.json"));
    }

    /// All of them in one JSON document.
    record JsonFile(Path file) implements StreamStore {

        @Override
        public List<StreamEntry> load() throws IOException, MediaFormatException {
            byte[] bytes;
            try {
                bytes = Files.readAllBytes(file);
            } catch (NoSuchFileException none) {
                return List.of();
            }
            try {
                var kept = Section.of("", NodeReader.json(bytes));
                var entries = new ArrayList<StreamEntry>();
                for (var section : kept.sections("streams")) {
                    entries.add(StreamEntry.read(section));
                }
                kept.end();
                return entries;
            } catch (MediaFormatException unusable) {
                throw unusable.inFile(file.toString());
            }
        }

        @Override
        public void save(Collection<StreamEntry> entries) throws IOException {
            var words = entries.stream().map(StreamEntry::words).toList();
            PrivateFile.write(file, JsonText.pretty(Map.of("streams", words)));
        }
    }
}
