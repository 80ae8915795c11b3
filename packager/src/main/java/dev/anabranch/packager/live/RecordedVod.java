package dev.anabranch.packager.live;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.DiskStore;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.SegmentStore;
import java.io.IOException;
import java.nio.file.Path;

/// Makes the folder of a recording a VOD as `package` writes it: the media are there already, so
/// that only playlists and a manifest are added.
record RecordedVod(Path folder, RecordingIndex index) {

    /// Writes nothing when nothing was recorded. The multivariant playlist comes last.
    void write() throws IOException {
        var all = RangeSearch.all(index);
        if (!all.stretches().isEmpty()) {
            write(range(all));
        }
    }

    private RecordedRange range(RangeSearch.Selected selected) {
        return new RecordedRange(
                selected.stretches(),
                new RecordedAddresses.OfFolder(index.firstMsn()),
                selected.targetSeconds(),
                true);
    }

    private void write(RecordedRange range) throws IOException {
        var store = DiskStore.at(folder);
        for (var name : range.renditions()) {
            var iFrames = range.iFrames(name);
            if (iFrames.isPresent()) {
                put(store, name + "/" + RecordedRange.I_FRAMES, iFrames.get());
            }
            put(store, name + "/" + RecordedRange.PLAYLIST, range.playlist(name).orElseThrow());
        }
        put(store, RecordedRange.MANIFEST, range.manifest());
        put(store, RecordedRange.PLAYLIST, range.multivariant());
    }

    private static void put(SegmentStore store, String path, RenderedText text) throws IOException {
        var type = MediaType.of(path).orElseThrow();
        store.put(path, Content.of(type, text.bytes()));
    }
}
