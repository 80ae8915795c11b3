package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Several catalogues as one; the first that knows an id answers for it.
record JoinedCatalogue(List<Catalogue> parts) implements Catalogue {

    @Override
    public List<Title> titles() throws IOException {
        var byId = new LinkedHashMap<String, Title>();
        for (var part : parts) {
            for (var title : part.titles()) {
                byId.putIfAbsent(title.playbackId(), title);
            }
        }
        return List.copyOf(byId.values());
    }

    @Override
    public Optional<Title> title(String playbackId) throws IOException {
        for (var part : parts) {
            var title = part.title(playbackId);
            if (title.isPresent()) {
                return title;
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Resource> open(String playbackId, String path)
            throws IOException, MediaFormatException {
        for (var part : parts) {
            if (part.title(playbackId).isPresent()) {
                return part.open(playbackId, path);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        for (var part : parts) {
            part.close();
        }
    }
}
